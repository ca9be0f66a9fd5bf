import { type Session, type SignedIn, users } from "@rollcall/core";
import { decodeJwt } from "jose";
import { expect, it } from "vitest";
import { bodyOf, refreshes, signIn, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { password, startRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const headers = { "user-agent": "Phone/1.0" };

describeOnEachDatabase("a session from before its details were kept apart from its state", (form) => {
  /** An account with one such session, and one of today's. */
  async function setUp() {
    const rollcall = startRollcall({ form });
    const { user } = await signUp(rollcall, email);
    const { storage } = rollcall;
    const accounts = storage.database.collection(users);
    const older = await bodyOf<SignedIn>(
      await rollcall.call("POST", "/auth/login", { body: { email, password }, headers }),
    );
    const { sid } = decodeJwt(older.tokens.accessToken) as { sid: string };
    const stored = await accounts.findOne({ _id: user.id });
    const entry = { ...stored?.sessions[sid], ...stored?.sessionDetails?.[sid] };
    const newest = await signIn(rollcall, email);
    await accounts.updateOne(
      { _id: user.id },
      { $set: { [`sessions.${sid}`]: entry }, $unset: { [`sessionDetails.${sid}`]: true, sessionsBegun: true } },
    );
    const sessions = async ({ tokens }: SignedIn) => {
      const answer = await rollcall.call("GET", "/me/sessions", { token: tokens.accessToken });
      return (await bodyOf<{ items: Session[] }>(answer)).items;
    };
    return { rollcall, older, newest, sessions, stored: () => accounts.findOne({ _id: user.id }) };
  }

  it("is shown as it was, and goes on", async () => {
    const { rollcall, older, newest, sessions } = await setUp();
    expect(await sessions(newest)).toMatchObject([{ current: true }, { userAgent: "Phone/1.0", amr: ["pwd"] }, {}]);
    const { refreshToken } = older.tokens;
    const answer = await rollcall.call("POST", "/auth/refresh", { body: { refreshToken } });
    const { tokens } = await bodyOf<{ tokens: SignedIn["tokens"] }>(answer);
    const { sid, auth_time, amr } = decodeJwt(older.tokens.accessToken);
    expect(decodeJwt(tokens.accessToken)).toMatchObject({ sid, auth_time, amr });
  });

  it("can be proved anew, and then end all others", async () => {
    const { rollcall, older, sessions } = await setUp();
    const { accessToken: token } = older.tokens;
    rollcall.clock.advance(60);
    const answer = await rollcall.call("POST", "/me/verify", { token, body: { password } });
    const { accessToken } = await bodyOf<{ accessToken: string }>(answer);
    expect(decodeJwt(accessToken).auth_time).toBeGreaterThanOrEqual((decodeJwt(token).auth_time as number) + 60);
    expect((await rollcall.call("DELETE", "/me/sessions", { token })).status).toBe(204);
    expect(await sessions(older)).toMatchObject([{ current: true, userAgent: "Phone/1.0" }]);
    expect(await refreshes(rollcall, older.tokens.refreshToken)).toBe(true);
  });

  it("makes room for a new one as any other does, and leaves nothing", async () => {
    const { rollcall, older, stored } = await setUp();
    rollcall.clock.advance(15 * 86_400);
    await signIn(rollcall, email);
    expect(await refreshes(rollcall, older.tokens.refreshToken)).toBe(false);
    const { sessions = {}, sessionDetails = {} } = (await stored()) ?? {};
    expect(Object.keys(sessions)).toHaveLength(1);
    expect(Object.keys(sessionDetails)).toEqual(Object.keys(sessions));
  });
});
