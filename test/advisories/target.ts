import { randomBytes } from "node:crypto";
import type { SignedIn } from "@rollcall/core";
import { afterAll, onTestFinished, type TestContext } from "vitest";
import { bodyOf } from "../support/accounts.ts";
import { password, startRollcall, type TestRollcall, type TestRollcallOptions } from "../support/rollcall.ts";

/** A service that is asked what an attacker would ask: the real app in this process, or the one at ROLLCALL_URL. */
export type Target = Pick<TestRollcall, "url" | "fetch" | "call">;

const deployment = process.env.ROLLCALL_URL?.replace(/\/$/, "");

/** @param start the service in this process, where it is not the usual one */
export function openTarget(start: () => TestRollcall = startRollcall): Target {
  return deployment ? { url: deployment, fetch: unfollowed, call: callOver(deployment) } : start();
}

/** The service in this process; a deployment cannot be tried like this, for this reason. */
export function openInside({ skip }: TestContext, reason: string, options?: TestRollcallOptions): TestRollcall {
  if (deployment) skip(`not at a deployment: ${reason}`);
  return startRollcall(options);
}

export interface Account extends SignedIn {
  token: string;
  email: string;
}

let shared: Promise<Account> | undefined;

/** An account that the test leaves as it is. At a deployment, which allows 20 registrations, all tests of a file have one. */
export function anAccount(test: TestContext, target: Target): Promise<Account> {
  if (!deployment) return register(test, target);
  shared ??= register(test, target);
  return shared;
}

/** An account of the test's own, which is gone after it. */
export async function newAccount(test: TestContext, target: Target): Promise<Account> {
  const account = await register(test, target);
  if (deployment) onTestFinished(() => remove(target, account));
  return account;
}

afterAll(async () => {
  if (shared) await remove(openTarget(), await shared);
});

async function register({ skip }: TestContext, target: Target): Promise<Account> {
  const email = newAddress();
  const response = await target.call("POST", "/auth/register", { body: { email, password } });
  // Where registration is closed, wants a mailbox, or has been asked for too often.
  if (deployment && response.status !== 201) skip(`not at this deployment: registering is ${response.status} there`);
  const signedIn = await bodyOf<SignedIn>(response);
  return { ...signedIn, token: signedIn.tokens.accessToken, email };
}

export async function remove({ call }: Target, { token }: { token: string }, secret = password): Promise<void> {
  await call("DELETE", "/me", { token, body: { password: secret } });
}

export const newAddress = () => `advisory-${randomBytes(8).toString("hex")}@example.com`;

export const signInTo = ({ call }: Target, email: string, secret = password) =>
  call("POST", "/auth/login", { body: { email, password: secret } });

export const readMe = ({ call }: Target, token: string) => call("GET", "/me", { token });

export const refreshWith = ({ call }: Target, refreshToken: string) =>
  call("POST", "/auth/refresh", { body: { refreshToken } });

const unfollowed: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "manual" });

function callOver(url: string): TestRollcall["call"] {
  return (method, path, { body, token, headers } = {}) => {
    const all = new Headers(headers);
    if (body !== undefined && !all.has("content-type")) all.set("content-type", "application/json");
    if (token !== undefined) all.set("authorization", `Bearer ${token}`);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const send = () => unfollowed(url + path, { method, headers: all, ...(body !== undefined && { body: text }) });
    // Of a kept connection the server's end may just have closed.
    return send().catch(send);
  };
}
