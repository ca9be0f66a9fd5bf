import type { SignedIn } from "@rollcall/core";
import { expect, it } from "vitest";
import type { Update } from "../../packages/core/src/database/collection.ts";
import { users } from "../../packages/core/src/user/index.ts";
import { confirmAddress, logIn, refusalOf, signIn, signUp } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { mailOf, mailsOf } from "../support/mails.ts";
import { withPauses } from "../support/pauses.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const owners = "ada@example.com";
const thiefs = "mallory@example.org";
const newPassword = "seven lighthouses in a row";

const post = (service: TestRollcall, path: string, token: string | undefined) =>
  service.call("POST", path, { body: { token } });

const signInBy = (service: TestRollcall, email: string, userAgent: string) =>
  service.call("POST", "/auth/login", { body: { email, password }, headers: { "user-agent": userAgent } });

async function askForMove(service: TestRollcall, { tokens }: SignedIn, newEmail: string): Promise<string | undefined> {
  const body = { newEmail, password };
  expect((await service.call("POST", "/me/email", { token: tokens.accessToken, body })).status).toBe(202);
  return (await mailOf(service, "change-email", newEmail)).token;
}

/** Ada's account, the link that moves it to a thief's address, and a service whose writes can be held back. */
async function setUp(form: DatabaseForm) {
  const first = startRollcall({ form });
  await signUp(first, owners);
  await confirmAddress(first, owners);
  const { storage, pauseBefore } = withPauses(first.storage);
  const slow = startRollcall({ shares: storage });
  // Nothing to do but what is held back.
  await slow.call("GET", "/.well-known/jwks.json");
  const toThief = await askForMove(first, await signIn(first, owners), thiefs);
  const begins = (_filter: unknown, update?: unknown) =>
    Object.keys((update as Update | undefined)?.$set ?? {}).some((path) => /^(sessions|passwordHash)/.test(path));
  const hold = async (start: () => Promise<Response>) => {
    const pause = pauseBefore("findOneAndUpdate", begins);
    const answer = start();
    await pause.reached;
    return { answer, proceed: pause.proceed };
  };
  return { first, slow, hold, toThief };
}

describeOnEachDatabase("an account that its owner takes back", (form) => {
  it("is no thief's again by the notice of a sign-in of that very moment", async () => {
    const { first, slow, hold, toThief } = await setUp(form);
    expect((await post(first, "/auth/email/change", toThief)).status).toBe(204);
    const back = (await mailOf(first, "email-changed", owners)).token;
    const held = await hold(() => post(slow, "/auth/email/change", back));
    expect((await signInBy(first, thiefs, "Pets")).status).toBe(200);
    const notices = (await mailsOf(first, thiefs)).filter(({ template }) => template === "new-sign-in");
    held.proceed();
    expect((await held.answer).status).toBe(204);
    expect(notices).toHaveLength(1);
    expect(await refusalOf(await post(first, "/auth/not-me", notices[0]?.token))).toBe("410 code_expired");
    const { token } = await mailOf(first, "reset-password", owners);
    const body = { token, newPassword };
    expect((await first.call("POST", "/auth/password/reset", { body })).status).toBe(204);
    expect((await logIn(first, owners, newPassword)).status).toBe(200);
  });

  it("is no thief's again by the notice of a process whose clock is behind", async () => {
    const { first, slow, toThief } = await setUp(form);
    first.clock.advance(30);
    expect((await post(first, "/auth/email/change", toThief)).status).toBe(204);
    expect((await signInBy(slow, thiefs, "Pets")).status).toBe(200);
    first.clock.advance(30);
    const { token } = await mailOf(first, "new-sign-in", thiefs);
    const back = (await mailOf(first, "email-changed", owners)).token;
    expect((await post(first, "/auth/email/change", back)).status).toBe(204);
    expect(await refusalOf(await post(first, "/auth/not-me", token))).toBe("410 code_expired");
  });

  it("has no notice sent to the address that it had before, of a sign-in that began there", async () => {
    const { first, slow, hold, toThief } = await setUp(form);
    const held = await hold(() => signInBy(slow, owners, "Pets"));
    expect((await post(first, "/auth/email/change", toThief)).status).toBe(204);
    held.proceed();
    expect(await refusalOf(await held.answer)).toBe("401 invalid_credentials");
    const account = await first.dependencies.database.collection(users).findOne({ email: thiefs });
    expect(Object.keys(account?.oneTime?.["not-me"] ?? {})).toEqual([]);
  });
});
