import { describe, expect, it } from "vitest";
import { bodyOf, refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { startRollcall, type TestRollcall, testSecret } from "../../../../test/support/rollcall.ts";
import { newId } from "../kernel/ids.ts";
import { createSecrets } from "../kernel/secrets.ts";
import { users } from "../user/index.ts";
import { decodeRefreshToken, encodeRefreshToken, type RefreshTokenClaims } from "./refresh-token.ts";

const renewedSecret = "Zt5_uV8xB2nM4qW6eR9yT1iO3pA7sD0fG-hJkLzXcVb";
const secrets = createSecrets([testSecret]);
const now = new Date("2026-03-01T12:00:00.000Z");
const newClaims = (step = 0): RefreshTokenClaims => ({
  userId: newId("user", now),
  sessionId: newId("sess", now),
  step,
});
const claims = newClaims(7);
const token = encodeRefreshToken(secrets, claims);
const bytes = Buffer.from(token, "base64url");

/** The 69 bytes of a token with one part of another's: user, session, step or code. */
function splice(own: string, other: string, from: number, to: number): string {
  const copy = Buffer.from(own, "base64url");
  Buffer.from(other, "base64url").copy(copy, from, from, to);
  return copy.toString("base64url");
}

/** Tokens that nobody was given, made from one that somebody was. */
function garbageFrom(own: string, other = encodeRefreshToken(secrets, newClaims())): [string, string][] {
  const reversed = Buffer.from(own, "base64url").reverse().toString("base64url");
  const stepped = Buffer.from(own, "base64url");
  stepped.writeUInt32BE(stepped.readUInt32BE(33) + 1, 33);
  return [
    ["nothing", ""],
    ["a word", "garbage"],
    ["zeros", Buffer.alloc(69).toString("base64url")],
    ["another version", splice(own, Buffer.alloc(69, 2).toString("base64url"), 0, 1)],
    ["another user", splice(own, other, 1, 17)],
    ["another session", splice(own, other, 17, 33)],
    ["another code", splice(own, other, 37, 69)],
    ["the next step", stepped.toString("base64url")],
    ["no code", own.slice(0, 48)],
    ["half a code", own.slice(0, 72)],
    ["a character too few", own.slice(0, -1)],
    ["a character too many", `${own}A`],
    ["a byte more", Buffer.concat([Buffer.from(own, "base64url"), Buffer.alloc(1)]).toString("base64url")],
    ["padding", `${own}=`],
    ["a space before", ` ${own}`],
    ["a space inside", `${own.slice(0, 40)} ${own.slice(40)}`],
    ["a line break after", `${own}\n`],
    ["a NUL after", `${own}\0`],
    ["it twice", own + own],
    ["other letters' case", own.toLowerCase()],
    ["it backwards", reversed],
    ["a code under another secret", encodeRefreshToken(createSecrets([renewedSecret]), claims)],
    ["a code for another purpose", withCursorCode(own)],
  ];
}

function withCursorCode(own: string): string {
  const data = Buffer.from(own, "base64url").subarray(0, 37);
  return Buffer.concat([data, secrets.authenticate("cursor", data)]).toString("base64url");
}

describe("a refresh token", () => {
  it("comes apart into the claims that it was made from", () => {
    for (const step of [0, 1, 255, 65_536, 2 ** 32 - 1]) {
      const made = newClaims(step);
      expect(decodeRefreshToken(secrets, encodeRefreshToken(secrets, made))).toEqual(made);
    }
  });

  it("is 92 characters that need no escaping in JSON, a URL or a cookie (Q63)", () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{92}$/);
  });

  it("is the same for the same claims, and another for every step, session and user (Q57)", () => {
    const { userId, sessionId } = claims;
    expect(encodeRefreshToken(secrets, claims)).toBe(token);
    const others = Array.from({ length: 200 }, (_, step) => encodeRefreshToken(secrets, { userId, sessionId, step }));
    expect(new Set(others).size).toBe(200);
    const ofAnyone = Array.from({ length: 200 }, () => encodeRefreshToken(secrets, newClaims()));
    expect(new Set(ofAnyone).size).toBe(200);
  });

  it("ends in a code of 256 bits that only the secret makes (Q63)", () => {
    const partsUnder = (secret: string) => {
      const made = Buffer.from(encodeRefreshToken(createSecrets([secret]), claims), "base64url");
      return { data: made.subarray(0, 37), code: made.subarray(37) };
    };
    expect(partsUnder(testSecret).code).toHaveLength(32);
    expect(partsUnder(renewedSecret).data).toEqual(partsUnder(testSecret).data);
    expect(partsUnder(renewedSecret).code).not.toEqual(partsUnder(testSecret).code);
  });

  it("is refused with any one bit altered (Q74)", () => {
    const accepted = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return copy.toString("base64url");
    }).filter((text) => decodeRefreshToken(secrets, text));
    expect(accepted).toEqual([]);
  });

  it.each(garbageFrom(token))("is not %s (Q74)", (_, text) => {
    expect(decodeRefreshToken(secrets, token)).toEqual(claims);
    expect(decodeRefreshToken(secrets, text)).toBeNull();
  });

  it("has one spelling: + and / do not stand for - and _", () => {
    let candidate = token;
    while (!candidate.includes("-") || !candidate.includes("_")) candidate = encodeRefreshToken(secrets, newClaims());
    expect(decodeRefreshToken(secrets, candidate)).not.toBeNull();
    expect(decodeRefreshToken(secrets, candidate.replaceAll("-", "+"))).toBeNull();
    expect(decodeRefreshToken(secrets, candidate.replaceAll("_", "/"))).toBeNull();
  });

  it("survives a new SECRET_KEY while the old one is listed, and not after (Q185)", () => {
    expect(decodeRefreshToken(createSecrets([renewedSecret, testSecret]), token)).toEqual(claims);
    expect(decodeRefreshToken(createSecrets([renewedSecret]), token)).toBeNull();
  });
});

const refreshWith = (rollcall: TestRollcall, refreshToken: string) =>
  rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });

describeOnEachDatabase("garbage for a refresh token", (form) => {
  it("is refused without asking the database, and leaves the genuine session alone (Q74)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const other = (await signUp(rollcall, "bob@example.com")).tokens.refreshToken;
    const before = rollcall.storage.roundTrips();
    for (const [, text] of garbageFrom(tokens.refreshToken, other)) {
      expect(await refusalOf(await refreshWith(rollcall, text))).toBe("401 invalid_refresh_token");
      expect((await rollcall.call("POST", "/auth/logout", { body: { refreshToken: text } })).status).toBe(204);
    }
    expect(rollcall.storage.roundTrips()).toBe(before);
    for (const genuine of [tokens.refreshToken, other]) {
      expect((await refreshWith(rollcall, genuine)).status).toBe(200);
    }
  });

  it("may be a step that the session has not reached: it ends nothing (Q74)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const genuine = decodeRefreshToken(secrets, tokens.refreshToken) as RefreshTokenClaims;
    const ahead = encodeRefreshToken(secrets, { ...genuine, step: genuine.step + 1 });
    expect(await refusalOf(await refreshWith(rollcall, ahead))).toBe("401 invalid_refresh_token");
    expect((await refreshWith(rollcall, tokens.refreshToken)).status).toBe(200);
  });

  it("may be genuine but of a session that is not in the account: it ends nothing (Q74)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens, user } = await signUp(rollcall);
    const stray = encodeRefreshToken(secrets, { userId: user.id, sessionId: newId("sess", now), step: 0 });
    expect(await refusalOf(await refreshWith(rollcall, stray))).toBe("401 invalid_refresh_token");
    expect((await refreshWith(rollcall, tokens.refreshToken)).status).toBe(200);
  });
});

describeOnEachDatabase("refresh tokens at rest", (form) => {
  it("leave nothing in the database that could be presented (Q63)", async () => {
    const rollcall = startRollcall({ form });
    const { tokens } = await signUp(rollcall);
    const { tokens: next } = await bodyOf<{ tokens: typeof tokens }>(await refreshWith(rollcall, tokens.refreshToken));
    const stored = await rollcall.storage.database.collection(users).find({}, { sort: { _id: 1 }, limit: 10 });
    const text = JSON.stringify(stored);
    expect(stored).toHaveLength(1);
    for (const issued of [tokens.refreshToken, next.refreshToken]) {
      const code = Buffer.from(issued, "base64url").subarray(37);
      expect(text).not.toContain(issued);
      expect(text).not.toContain(issued.slice(50));
      for (const encoding of ["hex", "base64", "base64url"] as const) {
        expect(text).not.toContain(code.toString(encoding));
      }
    }
  });
});
