import { systemContext, usersOf } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { sealHalfSignIn } from "../../packages/core/src/factor/index.ts";
import { newId } from "../../packages/core/src/kernel/ids.ts";
import { signIn, signUp } from "../support/accounts.ts";
import { addressIn, inARow, startLimited, times, wrong } from "../support/guessing.ts";
import { operationsOf, readDocument, type Schema } from "../support/openapi-document.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";
const wrongCode = { email, code: "00000000" };

/** A route that takes a proof of who asks. */
interface Pathway {
  route: string;
  /** What a wrong proof is answered with. */
  refused: number;
  wrong: object | ((rollcall: TestRollcall) => Promise<object>);
  /** For whoever is signed in. */
  isSignedIn?: true;
}

/** What stands for a right password, and a code that is none of an account's. */
async function wrongSecondFactor({ dependencies }: TestRollcall) {
  const account = await usersOf(dependencies).findOne({ email });
  if (!account) throw new Error("There is no account");
  const { _id: userId, credentialVersion } = account;
  const half = { userId, email, credentialVersion, proofs: [{ method: "password" as const }] };
  return { mfaToken: sealHalfSignIn(systemContext(dependencies), half).mfaToken, code: "000000" };
}

/** An app that is to be set up, and a code that is none of it. */
async function wrongFirstCode({ dependencies }: TestRollcall) {
  await usersOf(dependencies).updateOne({ email }, { $set: { emailVerified: true } });
  return { id: newId("fact", dependencies.clock.now()), code: "000000" };
}

/** A new one is a row. */
const pathways: Pathway[] = [
  { route: "POST /auth/login", refused: 401, wrong: { email, password: wrong } },
  { route: "POST /auth/mfa", refused: 401, wrong: wrongSecondFactor },
  { route: "POST /auth/email/verify", refused: 401, wrong: wrongCode },
  { route: "POST /auth/password/reset", refused: 401, wrong: { ...wrongCode, newPassword } },
  { route: "POST /auth/code/redeem", refused: 401, wrong: wrongCode },
  { route: "POST /auth/email/change", refused: 401, wrong: wrongCode },
  { route: "POST /auth/restore", refused: 401, wrong: wrongCode },
  { route: "POST /me/email", refused: 422, isSignedIn: true, wrong: { newEmail: "ada@example.org", password: wrong } },
  { route: "POST /me/password", refused: 422, isSignedIn: true, wrong: { currentPassword: wrong, newPassword } },
  { route: "POST /me/verify", refused: 422, isSignedIn: true, wrong: { password: wrong } },
  { route: "POST /me/factors/totp/confirm", refused: 422, isSignedIn: true, wrong: wrongFirstCode },
  { route: "DELETE /me", refused: 422, isSignedIn: true, wrong: { password: wrong } },
];

/** Makes ready what it takes. @returns a wrong proof from the network of this number */
async function open(rollcall: TestRollcall, { route, wrong: given, isSignedIn }: Pathway) {
  const body = typeof given === "function" ? await given(rollcall) : given;
  const token = isSignedIn && (await signIn(rollcall, email)).tokens.accessToken;
  return (network: number) => ask(rollcall, route, { body, ip: addressIn(network), ...(token && { token }) });
}

function ask(rollcall: TestRollcall, route: string, options: Parameters<TestRollcall["call"]>[2]) {
  const [method = "", path = ""] = route.split(" ");
  return rollcall.call(method, path, options);
}

describe.each(pathways)("a proof by $route", (pathway) => {
  it("is looked at ten times of 30, from as many networks (Q31, Q41, Q42)", async () => {
    const rollcall = startLimited();
    await signUp(rollcall, email);
    const guess = await open(rollcall, pathway);
    expect(inARow(await times(30, guess))).toBe(`${pathway.refused} ×10, 429 ×20`);
  });
});

it("all proofs of one account have one budget, whichever way they come (Q41)", async () => {
  const rollcall = startLimited();
  await signUp(rollcall, email);
  const guesses = await Promise.all(pathways.map((pathway) => open(rollcall, pathway)));
  const evaluated = await times(10, (index) => (guesses[index % guesses.length] as (typeof guesses)[0])(index));
  for (const { status } of evaluated) expect([401, 422]).toContain(status);
  for (const [index, { isSignedIn }] of pathways.entries()) {
    if (!isSignedIn) expect((await guesses[index]?.(index))?.status).toBe(429);
  }
});

/** Routes that cost an account or a mail, and no proof. A new one is a row. */
const requests = [
  { route: "POST /auth/register", answered: [201, 409], body: { email, password } },
  { route: "POST /auth/email/verify/resend", answered: [202], body: { email } },
  { route: "POST /auth/password/forgot", answered: [202], body: { email } },
  { route: "POST /auth/code", answered: [202], body: { email } },
];

describe.each(requests)("$route", ({ route, answered, body }) => {
  it("is answered 20 times of 30 from one address, whoever is asked about (Q42)", async () => {
    const rollcall = startLimited();
    const answers = await times(30, (index) =>
      ask(rollcall, route, { body: { ...body, email: `person${index % 2}@example.com` } }),
    );
    expect(inARow(answers)).toMatch(/, 429 ×10$/);
    for (const { status } of answers.slice(0, 20)) expect(answered).toContain(status);
  });

  it("is answered 60 times from one /24, and then another has 20 of its own (Q42)", async () => {
    const rollcall = startLimited();
    const from = (ip: (index: number) => string) =>
      times(70, (index) =>
        ask(rollcall, route, { body: { ...body, email: `person${index}@example.com` }, ip: ip(index) }),
      );
    expect(inARow(await from((index) => addressIn(1, index + 1)))).toBe(`${answered[0]} ×60, 429 ×10`);
    expect((await from(() => addressIn(2))).filter(({ status }) => status !== 429)).toHaveLength(20);
  });
});

it("every route that takes a secret or an address from anybody is one of these (Q41, Q42)", async () => {
  const document = await readDocument();
  const tell = new Set(["email", "password", "currentPassword", "code"]);
  const routes = operationsOf(document)
    .filter(({ template }) => !template.startsWith("/users"))
    .filter(({ operation: { requestBody } }) => {
      const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
      return schemas.some((schema) => fieldsOf(schema, document.components.schemas).some((field) => tell.has(field)));
    });
  const named = routes.map(({ method, template }) => `${method} ${template}`).sort();
  expect(named).toEqual([...pathways, ...requests].map(({ route }) => route).sort());
  for (const { operation } of routes) expect(operation.responses).toHaveProperty("429");
});

function fieldsOf({ $ref, properties = {}, anyOf = [], allOf = [] }: Schema, named: Record<string, Schema>): string[] {
  const referred = $ref ? [named[$ref.replace("#/components/schemas/", "")] as Schema] : [];
  return [
    ...Object.keys(properties),
    ...[...referred, ...anyOf, ...allOf].flatMap((schema) => fieldsOf(schema, named)),
  ];
}
