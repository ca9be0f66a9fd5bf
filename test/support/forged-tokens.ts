import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export type Json = Record<string, unknown>;

/** What was done to a token, for the test's message, and the token. */
export type Forgery = [name: string, token: string];

export type Signer = (signingInput: string) => Buffer;

/** A compact JWS of anything: text is taken as it is, everything else as JSON. */
export function compactJws(header: unknown, payload: unknown, signer: Signer): string {
  const signingInput = `${encode(header)}.${encode(payload)}`;
  return `${signingInput}.${signer(signingInput).toString("base64url")}`;
}

export function encode(value: unknown): string {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  return bytes.toString("base64url");
}

/** Signs as ES256 or RS256, whichever the key is for. */
export function keySigner(key: KeyObject): Signer {
  return (input) => sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
}

export function hmacSigner(algorithm: string, secret: string | Buffer): Signer {
  return (input) => createHmac(algorithm.replace("HS", "sha"), secret).update(input).digest();
}

/** What a token says, whoever signed it. */
export function takeApart(token: string): { header: Json; claims: Json } {
  const [header, claims] = token.split(".", 2).map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
  return { header, claims };
}

/** A key pair that nobody trusts. */
export const attacker = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** Every name that somebody took for `none`, each without a signature, with another token's, and with a made-up one. */
export function unsignedTokens(token: string): Forgery[] {
  const { header, claims } = takeApart(token);
  const { alg, ...rest } = header;
  const named = [
    "none",
    "None",
    "NONE",
    "nOnE",
    " none",
    "none ",
    "none\0",
    "",
    [],
    ["none"],
    [alg],
    null,
    true,
    0,
    {},
  ];
  const headers: Json[] = [...named.map((name) => ({ ...rest, alg: name })), rest];
  const signatures = ["", token.slice(token.lastIndexOf(".") + 1), encode("no signature")];
  return headers.flatMap((changed) =>
    signatures.map((signature): Forgery => {
      return [`alg ${JSON.stringify(changed.alg)}`, `${encode(changed)}.${encode(claims)}.${signature}`];
    }),
  );
}

/** Tokens keyed with what everybody can read: the public key in each of the forms in which it gets around. */
export function confusedTokens(token: string, publicKey: KeyObject, jwks: string): Forgery[] {
  const { header, claims } = takeApart(token);
  const { kid, ...withoutKid } = header;
  const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
  const jwk = publicKey.export({ format: "jwk" });
  const coordinate = String(jwk.x ?? jwk.n);
  const secrets: Record<string, string | Buffer> = {
    PEM: pem,
    "PEM without its last line break": pem.trimEnd(),
    "PEM with CRLF": pem.replaceAll("\n", "\r\n"),
    DER: publicKey.export({ format: "der", type: "spki" }),
    "base64 of DER": publicKey.export({ format: "der", type: "spki" }).toString("base64"),
    JWK: JSON.stringify(jwk),
    "JWK as served": JSON.stringify(JSON.parse(jwks).keys[0]),
    "JWKS as served": jwks,
    coordinate,
    "bytes of the coordinate": Buffer.from(coordinate, "base64url"),
    kid: String(kid),
    nothing: "",
  };
  return ["HS256", "HS384", "HS512"].flatMap((alg) =>
    Object.entries(secrets).flatMap(([form, secret]) =>
      [header, withoutKid].map((base): Forgery => {
        return [`${alg} keyed with ${form}`, compactJws({ ...base, alg }, claims, hmacSigner(alg, secret))];
      }),
    ),
  );
}

/** Tokens that bring their own key, or say where it is to be had: signed by the attacker, under each kid. */
export function selfMadeTokens(token: string, trapUrl: string): Forgery[] {
  const { header, claims } = takeApart(token);
  const jwk = { ...attacker.publicKey.export({ format: "jwk" }), use: "sig", alg: "ES256" };
  const certificate = selfSignedCertificate().toString("base64");
  const offers: Record<string, Json> = {
    jwk: { jwk },
    jku: { jku: `${trapUrl}/jwks.json` },
    x5u: { x5u: `${trapUrl}/certificate.pem` },
    x5c: { x5c: [certificate] },
    "all of them": { jwk, jku: `${trapUrl}/jwks.json`, x5u: `${trapUrl}/certificate.pem`, x5c: [certificate] },
    nothing: {},
  };
  return Object.entries(offers).flatMap(([name, offer]) =>
    [header.kid, "attacker", undefined].map((kid): Forgery => {
      const forged = { ...header, alg: "ES256", kid, ...offer };
      return [`${name} under kid ${kid}`, compactJws(forged, claims, keySigner(attacker.privateKey))];
    }),
  );
}

/** Names of keys that do not exist, which must be looked up and never be followed, evaluated or interpolated. */
export function strayKids(kid: string): unknown[] {
  return [
    ...["../../../../dev/null", "/dev/null", "..%2f..%2fetc/passwd", "file:///etc/passwd", "C:\\nul", `./${kid}`],
    ...["' OR '1'='1", `${kid}' --`, "1; DROP TABLE keys", "$(id)", "`id`", "|id", `\${7*7}`, "{{7*7}}", "%00", "%s%n"],
    ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "$where", "keys", "0", "*", ".", " "],
    ...[{ $ne: null }, { $gt: "" }, { $regex: ".*" }, { toString: kid }, [kid], [], [[kid]], null, true, 0, 1.5, ""],
    ...[`${kid}\0`, `${kid} `, ` ${kid}`, `${kid}\n`, kid.slice(0, -1), swapCase(kid), encode(kid), "é\u{1f600}\ud800"],
    ...["k".repeat(2_000), "k".repeat(5_000), { a: "k".repeat(5_000) }],
    undefined,
  ];
}

const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));

/** The least that X.509 takes (RFC 5280): a name, a time and the attacker's key. */
function selfSignedCertificate(): Buffer {
  const algorithm = der(0x30, Buffer.from("06082a8648ce3d040302", "hex"));
  const commonName = der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from("attacker")));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("491231235959Z")));
  const serial = der(0x02, Buffer.from([1]));
  const key = attacker.publicKey.export({ format: "der", type: "spki" });
  const body = der(0x30, serial, algorithm, name, validity, name, key);
  return der(0x30, body, algorithm, der(0x03, Buffer.from([0]), sign("sha256", body, attacker.privateKey)));
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
