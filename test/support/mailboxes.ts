import { expect } from "vitest";
import { mailsOf, type TestMail } from "./mails.ts";
import type { TestRollcall } from "./rollcall.ts";

/** The newest mail of a kind to an address. */
export async function mailOf(rollcall: TestRollcall, template: TestMail["template"], to: string): Promise<TestMail> {
  const mail = (await mailsOf(rollcall, to)).filter((each) => each.template === template).at(-1);
  return mail ?? expect.fail(`No ${template} to ${to}`);
}

/** The templates of all mails to an address, in their order. */
export const templatesTo = async (rollcall: TestRollcall, to: string): Promise<string[]> =>
  (await mailsOf(rollcall, to)).map(({ template }) => template);

/** Marks an account's address as confirmed, as its owner does by any mail. */
export async function confirmAddress({ dependencies: { database } }: TestRollcall, email: string): Promise<void> {
  const { users } = await import("../../packages/core/src/user/index.ts");
  expect(await database.collection(users).updateOne({ email }, { $set: { emailVerified: true } })).toBe(true);
}
