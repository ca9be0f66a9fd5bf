import { generateKeyPairSync, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf, refusalOf, statusOf } from "../support/accounts.ts";
import { Authenticator, coseKeyOf, flag, type Tampering } from "../support/authenticator.ts";
import { type Cbor, CborMap, encodeCbor } from "../support/cbor.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { addPasskey, offerPasskey, requestPasskey, signInWithPasskey, signUpWithPasskey } from "../support/passkeys.ts";
import { startRollcall } from "../support/rollcall.ts";

type Cases<T> = (readonly [title: string, tampering: T])[];

/** What is wrong in the text that the browser writes: of an assertion and an attestation alike. */
const clientCases: Cases<Tampering> = [
  ["another origin", { clientData: (data) => ({ ...data, origin: "https://app.example.test.evil.test" }) }],
  ["another port of the same domain", { clientData: (data) => ({ ...data, origin: "https://app.example.test:8443" }) }],
  ["a sibling of the page", { clientData: (data) => ({ ...data, origin: "https://blog.example.test" }) }],
  ["the page without encryption", { clientData: (data) => ({ ...data, origin: "http://app.example.test" }) }],
  ["no origin", { clientData: ({ origin: _, ...data }) => data }],
  ["a list of origins", { clientData: (data) => ({ ...data, origin: ["https://app.example.test"] }) }],
  ["another challenge", { clientData: (data) => ({ ...data, challenge: randomBytes(32).toString("base64url") }) }],
  ["the challenge with padding", { clientData: (data) => ({ ...data, challenge: `${data.challenge}=` }) }],
  ["no challenge", { clientData: ({ challenge: _, ...data }) => data }],
  ["a page inside of another origin's", { clientData: (data) => ({ ...data, crossOrigin: true }) }],
  [
    "a page inside of another origin's, which it names",
    { clientData: (data) => ({ ...data, crossOrigin: true, topOrigin: "https://evil.test" }) },
  ],
  ["a page that says both", { clientData: (data) => ({ ...data, topOrigin: "https://app.example.test" }) }],
  ["a token binding", { clientData: (data) => ({ ...data, tokenBinding: { status: "present", id: "AAAA" } }) }],
  ["a token binding of no kind", { clientData: (data) => ({ ...data, tokenBinding: { status: "maybe" } }) }],
  ["no JSON", { clientText: () => Buffer.from("{") }],
  ["JSON of no object", { clientText: () => Buffer.from("null") }],
  ["what is no UTF-8", { clientText: (text) => Buffer.concat([text.subarray(0, -1), Buffer.from([0xff, 0x7d])]) }],
  ["JSON that is nested without end", { clientText: () => Buffer.from("[".repeat(3_000)) }],
];

/** What is wrong in what the authenticator says. */
const authenticatorCases: Cases<Tampering> = [
  ["the hash of another domain", { rpId: "evil.test" }],
  ["the hash of the page's own domain", { rpId: "app.example.test" }],
  ["nobody present", { flags: (flags) => flags & ~(flag.userPresent | flag.userVerified) }],
  ["a copy of what has none", { flags: (flags) => flags | flag.backedUp }],
  ["extensions that are not there", { flags: (flags) => flags | flag.extended }],
  ["bytes behind it", { authData: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) }],
  ["too few bytes", { authData: (bytes) => bytes.subarray(0, 36) }],
];

const assertionCases: Cases<Tampering> = [
  ...clientCases,
  ...authenticatorCases,
  ["the type of an attestation", { clientData: (data) => ({ ...data, type: "webauthn.create" }) }],
  ["a copy that was ruled out when it was made", { flags: (flags) => flags | flag.backupEligible }],
  ["another signature", { signature: (bytes) => Buffer.from(bytes).fill(1, bytes.length - 8) }],
  ["half of a signature", { signature: (bytes) => bytes.subarray(0, 32) }],
  ["a signature of numbers without end", { signature: () => Buffer.from("3080".padEnd(140, "0"), "hex") }],
  ["r and s as they are in a JWS", { signature: () => randomBytes(64) }],
  ["r and s of nought", { signature: () => Buffer.from("3006020100020100", "hex") }],
  ["another key that claims to be new", { flags: (flags) => flags | flag.attested }],
];

/** Sends each of them, and says what came of it. */
async function outcomesOf<T>(cases: Cases<T>, send: (tampering: T) => Promise<Response>) {
  const outcomes: Record<string, string> = {};
  for (const [title, tampering] of cases) outcomes[title] = await statusOf(send(tampering));
  return outcomes;
}

const all = <T>(cases: Cases<T>, outcome: string) => Object.fromEntries(cases.map(([title]) => [title, outcome]));

/** What is wrong in the answer beside what is signed. */
const answerCases: Cases<object> = [
  ["another id", { id: randomBytes(32).toString("base64url"), rawId: randomBytes(32).toString("base64url") }],
  ["two ids", { rawId: randomBytes(32).toString("base64url") }],
];

/** What is no answer of a passkey at all. */
const formCases: Cases<object> = [
  ["another type", { type: "password" }],
  ["no id", { id: "" }],
  ["an id that is too long", { id: "A".repeat(1_365) }],
  ["an id that is no base64url", { id: "AA+/" }],
  ["no response", { response: null }],
];

const tooLong: Cases<object> = [
  ["clientDataJSON", { clientDataJSON: "A".repeat(4_097) }],
  ["authenticatorData", { authenticatorData: "A".repeat(4_097) }],
  ["signature", { signature: "A".repeat(2_049) }],
  ["userHandle", { userHandle: "A".repeat(89) }],
];

describeOnEachDatabase("a tampered assertion", (form) => {
  it(`signs nobody in, in any of ${assertionCases.length + answerCases.length} ways (Q132)`, async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const { options, challenge } = await requestPasskey(rollcall);
    const send = (tampering: Tampering = {}) =>
      rollcall.call("POST", "/auth/passkey", { body: { challenge, passkey: authenticator.get(options, tampering) } });
    const outcomes = await outcomesOf(assertionCases, send);
    expect(outcomes).toEqual(all(assertionCases, "401 invalid_credentials"));
    const others = await outcomesOf(answerCases, (other) => send({ answer: (given) => ({ ...given, ...other }) }));
    expect(others).toEqual(all(answerCases, "401 invalid_credentials"));
    // What was refused has not met the challenge.
    expect((await send()).status).toBe(200);
  });

  it("is not told from an unknown passkey, whatever is wrong with it (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const unknown = new Authenticator();
    const answers = [
      await signInWithPasskey(rollcall, unknown),
      await signInWithPasskey(rollcall, authenticator, { rpId: "evil.test" }),
      await signInWithPasskey(rollcall, authenticator.like({ isUserVerified: false })),
    ];
    const texts = await Promise.all(
      answers.map(async (answer) => {
        const { instance: _, requestId: __, ...problem } = await bodyOf<Problem>(answer);
        return problem;
      }),
    );
    expect(texts).toEqual([texts[0], texts[0], texts[0]]);
  });

  it("of another account's credential signs nobody in (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const ada = await signUpWithPasskey(rollcall, "ada@example.com");
    const grace = await signUpWithPasskey(rollcall, "grace@example.com");
    const userHandle = Buffer.from(ada.signedIn.user.id).toString("base64url");
    const { id } = ada.authenticator;
    const swaps: Cases<object> = [
      ["the account", {}],
      ["the account and the credential", { id, rawId: id }],
    ];
    const outcomes = await outcomesOf(swaps, (other) =>
      signInWithPasskey(rollcall, grace.authenticator, {
        answer: (given) => ({ ...given, ...other, response: { ...given.response, userHandle } }),
      }),
    );
    expect(outcomes).toEqual(all(swaps, "401 invalid_credentials"));
  });

  it("is none where its form is wrong, or it is too long (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const send = (answer: Tampering["answer"]) => signInWithPasskey(rollcall, authenticator, { answer });
    const malformed = await outcomesOf(formCases, (other) => send((given) => ({ ...given, ...other })));
    expect(malformed).toEqual(all(formCases, "422 validation_failed"));
    const long = await outcomesOf(tooLong, (other) =>
      send((given) => ({ ...given, response: { ...given.response, ...other } })),
    );
    expect(long).toEqual(all(tooLong, "422 validation_failed"));
  });
});

const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength }).publicKey;
const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve }).publicKey;

/** A key with other members. */
const withMembers =
  (...members: [number, Cbor][]) =>
  ({ entries }: CborMap) =>
    new CborMap(...entries.filter(([label]) => !members.some(([other]) => other === label)), ...members);

const without =
  (label: number) =>
  ({ entries }: CborMap) =>
    new CborMap(...entries.filter(([other]) => other !== label));

const keyCases: Cases<Tampering> = [
  ["an algorithm that was not offered", { publicKey: () => withMembers([3, -35])(coseKeyOf(ec("P-384"), "ES256")) }],
  ["SHA-1", { publicKey: () => withMembers([3, -65_535])(coseKeyOf(rsa(2_048), "RS256")) }],
  ["a key of another kind than its algorithm", { publicKey: withMembers([3, -257]) }],
  [
    "a key of another curve than its algorithm",
    { publicKey: () => withMembers([-1, 2])(coseKeyOf(ec("P-384"), "ES256")) },
  ],
  ["a point that is not on the curve", { publicKey: withMembers([-3, Buffer.alloc(32, 7)]) }],
  ["half of a point", { publicKey: without(-3) }],
  ["a point of text", { publicKey: withMembers([-2, "x".repeat(32)]) }],
  ["no algorithm", { publicKey: without(3) }],
  ["an algorithm in words", { publicKey: withMembers([3, "ES256"]) }],
  ["an RSA key of 1,024 bits", { publicKey: () => coseKeyOf(rsa(1_024), "RS256") }],
  ["a key that is large", { publicKey: withMembers([-70, Buffer.alloc(2_000)]) }],
  ["a label that comes twice", { publicKey: ({ entries }) => new CborMap(...entries, ...entries.slice(-1)) }],
  ["a key that is a list", { publicKey: ({ entries }) => entries.flat() as Cbor[] }],
  ["a label that is a map", { publicKey: ({ entries }) => new CborMap(...entries, [new CborMap(), 1]) }],
];

const nested = (byte: number, length: number) => Buffer.alloc(length, byte);

const objectCases: Cases<Tampering> = [
  ["bytes behind the object", { object: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) }],
  ["another object behind the object", { object: (bytes) => Buffer.concat([bytes, bytes]) }],
  [
    "a member that comes twice",
    { object: (bytes) => Buffer.concat([Buffer.from([0xa4]), bytes.subarray(1), bytes.subarray(1, 10)]) },
  ],
  ["half of the object", { object: (bytes) => bytes.subarray(0, bytes.length >> 1) }],
  ["nothing in the object", { object: () => encodeCbor(new CborMap()) }],
  ["no map", { object: () => encodeCbor(["none"]) }],
  ["lists that are nested without end", { object: () => nested(0x81, 8_000) }],
  ["tags that are nested without end", { object: () => nested(0xc1, 8_000) }],
  ["maps that are nested without end", { object: () => nested(0xa1, 8_000) }],
  ["text that is longer than all there is", { object: () => Buffer.from("7affffffff", "hex") }],
  ["a list that is longer than all there is", { object: () => Buffer.from("9bffffffffffffffff", "hex") }],
  ["a length without end", { object: () => Buffer.from("bf63666d74ff", "hex") }],
  ["a statement where there is none", { statement: () => ["none", new CborMap(["x", 1])] }],
  [
    "a signature of its own that is wrong",
    { statement: () => ["packed", new CborMap(["alg", -7], ["sig", randomBytes(70)])] },
  ],
  ["a signature of its own that is missing", { statement: () => ["packed", new CborMap(["alg", -7])] }],
  ["an id that is another one than the answer's", { attested: (bytes) => Buffer.from(bytes).fill(9, 18, 50) }],
  ["an id that is longer than all there is", { attested: (bytes) => Buffer.from(bytes).fill(0xff, 16, 18) }],
  ["no key", { attested: (bytes) => bytes.subarray(0, 50) }],
  ["no credential", { attested: () => Buffer.alloc(0), flags: (flags) => flags & ~flag.attested }],
];

const attestationCases: Cases<Tampering> = [
  ...clientCases,
  ...authenticatorCases,
  ["the type of an assertion", { clientData: (data) => ({ ...data, type: "webauthn.get" }) }],
  ...keyCases,
  ...objectCases,
];

describeOnEachDatabase("a tampered new passkey", (form) => {
  it(`is none, in any of ${attestationCases.length} ways (Q132)`, async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpWithPasskey(rollcall);
    const { options, challenge } = await offerPasskey(rollcall, token);
    const send = (tampering: Tampering = {}) =>
      rollcall.call("POST", "/me/passkeys", {
        token,
        body: { challenge, passkey: new Authenticator().create(options, tampering) },
      });
    expect(await outcomesOf(attestationCases, send)).toEqual(all(attestationCases, "422 validation_failed"));
    // What was refused has not met the challenge.
    expect((await send()).status).toBe(201);
  });

  it("is none where it is too long (Q132)", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpWithPasskey(rollcall);
    const send = (attestationObject: string) =>
      addPasskey(rollcall, token, new Authenticator(), {
        tampering: { answer: (given) => ({ ...given, response: { ...given.response, attestationObject } }) },
      });
    expect(await refusalOf(await send("A".repeat(12_289)))).toBe("422 validation_failed");
    expect(await refusalOf(await send("A".repeat(20_000)))).toBe("413 payload_too_large");
  });
});

describeOnEachDatabase("a new passkey that says more than was asked", (form) => {
  const certificates = () => new CborMap(["alg", -7], ["sig", randomBytes(70)], ["x5c", [randomBytes(300)]]);
  const extended: Tampering = {
    flags: (flags) => flags | flag.extended,
    authData: (bytes) => Buffer.concat([bytes, encodeCbor(new CborMap(["credProtect", 2]))]),
  };

  it("is taken: its own signature is right, a certificate is not looked at, extensions are passed over", async () => {
    const rollcall = startRollcall({ form });
    const { token } = await signUpWithPasskey(rollcall);
    const itself = new Authenticator();
    const statement: Tampering["statement"] = (data) => [
      "packed",
      new CborMap(["alg", -7], ["sig", itself.sign(data)]),
    ];
    expect((await addPasskey(rollcall, token, itself, { tampering: { statement } })).status).toBe(201);
    const formats: Cases<Tampering> = ["packed", "tpm", "android-key", "apple", "fido-u2f"].map((name) => [
      name,
      { statement: () => [name, certificates()] },
    ]);
    const outcomes = await outcomesOf(formats, (tampering) =>
      addPasskey(rollcall, token, new Authenticator(), { tampering }),
    );
    expect(outcomes).toEqual(all(formats, "201"));
    const last = new Authenticator();
    expect((await addPasskey(rollcall, token, last, { tampering: extended })).status).toBe(201);
    expect((await signInWithPasskey(rollcall, last, extended)).status).toBe(200);
  });
});
