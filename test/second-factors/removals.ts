import type { SignedIn } from "@rollcall/core";
import { expect } from "vitest";
import { bodyOf } from "../support/accounts.ts";
import { mailOf, mailsOf } from "../support/mails.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

export interface FactorList {
  items: { id: string; type: string }[];
  recoveryCodesLeft: number;
  removesAt: string | null;
}

export const remove = (rollcall: TestRollcall, token: string, id: string, reason: string): Promise<Response> =>
  rollcall.call("DELETE", `/users/${id}/factors`, { token, body: { reason } });

/** What an administrator sees of an account's factors. */
export async function factorsOf(rollcall: TestRollcall, token: string, id: string): Promise<FactorList> {
  const response = await rollcall.call("GET", `/users/${id}/factors`, { token });
  expect(response.status).toBe(200);
  return bodyOf(response);
}

export const keep = (rollcall: TestRollcall, token: string | undefined): Promise<Response> =>
  rollcall.call("POST", "/auth/factors/keep", { body: { token } });

/** Gives an account another address, which the one before can take back for some days. */
export async function changeAddress(rollcall: TestRollcall, { tokens }: Pick<SignedIn, "tokens">, newEmail: string) {
  const body = { newEmail, password };
  expect((await rollcall.call("POST", "/me/email", { token: tokens.accessToken, body })).status).toBe(202);
  const { token } = await mailOf(rollcall, "change-email", newEmail);
  expect((await rollcall.call("POST", "/auth/email/change", { body: { token } })).status).toBe(204);
}

/** To whom which mails of a removal went, in their order. */
export async function removalMails(rollcall: TestRollcall): Promise<[to: string, template: string][]> {
  const mails = (await mailsOf(rollcall)).filter(({ template }) => template.startsWith("factors-"));
  return mails.map(({ to, template }) => [to, template]);
}
