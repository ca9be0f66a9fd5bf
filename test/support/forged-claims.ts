import { deflateRawSync } from "node:zlib";
import { compactJws, encode, type Forgery, type Json, type Signer, takeApart } from "./forged-tokens.ts";

/** A claim's value that stands for the claim's absence. */
const absent = undefined;

/**
 * Claims that the service never issues, one at a time, each under its own right signature: missing, of another
 * type, of another party, or of another time. `now` is in seconds.
 */
export function wrongClaims({ header, claims, signer }: TokenParts, now: number): Forgery[] {
  const { iss, aud, sub, sid } = claims as Record<string, string>;
  const values: Record<string, unknown[]> = {
    exp: [absent, null, String(claims.exp), now - 1, 0, -1, [claims.exp], {}, true, "2099-01-01T00:00:00Z"],
    nbf: [null, now + 120, String(now), {}, [now], false],
    iat: [absent, null, now + 120, String(now), -1, {}, true],
    iss: [absent, null, "", "https://evil.example", `${iss}/`, `${iss}.evil.example`, iss?.toUpperCase(), [iss], {}],
    aud: [
      absent,
      null,
      "",
      "billing",
      aud?.toUpperCase(),
      `${aud} `,
      [],
      ["billing"],
      [aud, 7],
      { [String(aud)]: 1 },
      7,
    ],
    sub: [absent, null, "", sid, "admin", sub?.toUpperCase(), `${sub}\n`, [sub], { $ne: null }, { $gt: "" }, 7],
    sid: [absent, null, "", sub, "*", `${sid}.step`, [sid], { $exists: true }, 7],
    jti: [absent, null, "", 7, []],
    client_id: [absent, null, "", 7],
    auth_time: [absent, null, "yesterday", String(now)],
    amr: [absent, null, "pwd", [1], {}],
    roles: [absent, null, "admin", ["owner"], [["admin"]], { admin: true }, [null]],
  };
  const wrong = Object.entries(values).flatMap(([claim, all]) =>
    all.map((value): Forgery => {
      const name = `${claim} ${value === absent ? "missing" : JSON.stringify(value)}`;
      return [name, compactJws(header, { ...claims, [claim]: value }, signer)];
    }),
  );
  const endless = JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999');
  return [...wrong, ["exp without end", compactJws(header, endless, signer)]];
}

/** Types that RFC 9068 keeps apart from access tokens, and what is no type at all. */
export function wrongTypes({ header, claims, signer }: TokenParts): Forgery[] {
  const types = [
    "JWT",
    "jwt",
    "id+jwt",
    "logout+jwt",
    "dpop+jwt",
    "rt+jwt",
    "none",
    "",
    "at-jwt",
    "at+jwt ",
    "x/at+jwt",
  ];
  return [absent, null, 7, true, {}, ["at+jwt"], ...types].map((typ): Forgery => {
    return [`typ ${JSON.stringify(typ)}`, compactJws({ ...header, typ }, claims, signer)];
  });
}

/** Payloads that are not an object, and objects that are not claims. */
export function wrongPayloads({ header, claims, signer }: TokenParts): Forgery[] {
  const nested = `${"[".repeat(1_200)}${"]".repeat(1_200)}`;
  const payloads = [{}, [], [claims], "null", "7", "true", '""', "", "{", "claims", nested, `{"__proto__":${nested}}`];
  return payloads.map((payload): Forgery => {
    return [`payload ${JSON.stringify(payload).slice(0, 40)}`, compactJws(header, payload, signer)];
  });
}

export interface TokenParts {
  header: Json;
  claims: Json;
  signer: Signer;
}

/** Members of a header that change what is signed, or what a reader has to understand; the signature is right. */
export function extendedHeaders({ header, claims, signer }: TokenParts): Forgery[] {
  const extended = (name: string, members: Json, payload: unknown = claims): Forgery => {
    return [name, compactJws({ ...header, ...members }, payload, signer)];
  };
  const unencoded = `${encode({ ...header, b64: false, crit: ["b64"] })}.${JSON.stringify(claims)}`;
  return [
    extended("crit with an unknown name", { crit: ["x"], x: 1 }),
    extended("crit with a claim's name", { crit: ["exp"], exp: 1 }),
    extended("crit that is empty", { crit: [] }),
    extended("crit that is null", { crit: null }),
    extended("crit that is no list", { crit: "exp" }),
    extended("crit with alg", { crit: ["alg"] }),
    extended("b64 true", { b64: true, crit: ["b64"] }),
    extended("b64 false without crit", { b64: false }),
    extended("b64 false over an encoded payload", { b64: false, crit: ["b64"] }),
    ["b64 false over a plain payload", `${unencoded}.${signer(unencoded).toString("base64url")}`],
    extended("zip over a plain payload", { zip: "DEF" }),
    extended("zip over a compressed payload", { zip: "DEF" }, deflateRawSync(JSON.stringify(claims))),
    extended("enc", { enc: "A256GCM" }),
  ];
}

/** The same signature in other spellings, as far as an HTTP header can carry them. */
export function respelledTokens(token: string): Forgery[] {
  const [header, payload, signature] = token.split(".") as [string, string, string];
  const { alg } = takeApart(token).header;
  const [last, next] = [signature.slice(-1), { A: "B", Q: "R", g: "h", w: "x" }[signature.slice(-1)]];
  return [
    ["padding after the signature", `${token}==`],
    ["padding after the payload", `${header}.${payload}=.${signature}`],
    ["padding after the header", `${header}=.${payload}.${signature}`],
    ["a space inside", `${token.slice(0, 50)} ${token.slice(50)}`],
    ["a tab before a dot", `${header}\t.${payload}.${signature}`],
    ["another token after a comma", `${token}, ${token}`],
    ["quotes", `"${token}"`],
    ["a scheme", `Bearer ${token}`],
    ["percent signs", token.replaceAll(".", "%2E")],
    [`unused bits of the ${alg} signature (${last})`, `${token.slice(0, -1)}${next}`],
    ["one part", header],
    ["two parts", `${header}.${payload}`],
    ["an empty signature", `${header}.${payload}.`],
    ["four parts", `${token}.${signature}`],
    ["an empty fourth part", `${token}.`],
    ["five parts", `${token}.${payload}.${signature}`],
    ["an empty payload", `${header}..${signature}`],
    ["dots alone", ".."],
    ["JSON, flattened", JSON.stringify({ protected: header, payload, signature })],
    ["JSON, general", JSON.stringify({ payload, signatures: [{ protected: header, signature }] })],
  ];
}
