import type { SignedIn, Tokens } from "@rollcall/core";
import { expect } from "vitest";
import { refreshes, signIn, signInAsAdministrator, signUp } from "./accounts.ts";
import type { DatabaseForm } from "./databases.ts";
import { startRollcall, type TestRollcall } from "./rollcall.ts";

export const rounds = Array.from({ length: 20 }, (_, round) => round);

/** Two services on one database: what one process remembers, the other does not know. */
export function startTwoServices(form: DatabaseForm): readonly [TestRollcall, TestRollcall] {
  const first = startRollcall({ form });
  return [first, startRollcall({ shares: first.storage })];
}

/** `count` calls that are started together, taking turns between the services. */
export function together<T>(
  services: readonly TestRollcall[],
  count: number,
  call: (service: TestRollcall, index: number) => Promise<T>,
): (() => Promise<T>)[] {
  return Array.from(
    { length: count },
    (_, index) => () => call(services[index % services.length] as TestRollcall, index),
  );
}

/**
 * Runs one call against many at once. From round to round it starts at another place among them, and every
 * other round the starts are spread over turns of the event loop, so that the two meet at every stage.
 */
export async function collide<A, B>(round: number, one: () => Promise<A>, many: (() => Promise<B>)[]) {
  const place = round % (many.length + 1);
  const isSpread = round % 2 === 1;
  let outcome: Promise<A> | undefined;
  const others: Promise<B>[] = [];
  for (let index = 0; index <= many.length; index++) {
    if (index === place) outcome = one();
    const call = many[index];
    if (call) others.push(call());
    if (isSpread) await new Promise(setImmediate);
  }
  return { one: await (outcome as Promise<A>), many: await Promise.all(others) };
}

/** The bodies of the answers that succeeded; the others have to be refusals with one of these statuses. */
export async function successesOf<T>(responses: Response[], refusals: number[]): Promise<T[]> {
  for (const { status } of responses) expect([200, 201, 204, ...refusals]).toContain(status);
  return Promise.all(responses.filter(({ ok }) => ok).map(async (response) => (await response.json()) as T));
}

/** An account with two sessions, and an administrator, seen by two services. */
export interface Scene {
  services: readonly [TestRollcall, TestRollcall];
  adminToken: string;
  /** The account, in the session that ends. */
  account: SignedIn;
  /** Another session of the same account. */
  other: SignedIn;
}

/** A way for `account`'s session to end. */
export interface Ending {
  title: string;
  /** What its races prove of the requirements. */
  proves?: string;
  act(scene: Scene): Promise<Response>;
}

/** Ends the session of a new account amid `calls`, which answer with tokens, and shows that none is good after it. */
export async function expectNoSurvivor(
  form: DatabaseForm,
  act: Ending["act"],
  call: (service: TestRollcall, scene: Scene) => Promise<Response>,
): Promise<void> {
  const services = startTwoServices(form);
  const adminToken = (await signInAsAdministrator(services[0])).token;
  for (const round of rounds) {
    const account = await signUp(services[0], `ada${round}@example.com`);
    const scene = { services, adminToken, account, other: await signIn(services[1], account.user.email) };
    const calls = together(services, 4, (service) => call(service, scene));
    const { one, many } = await collide(round, () => act(scene), calls);
    expect(one.ok).toBe(true);
    const given = await successesOf<{ tokens: Tokens }>(many, [401]);
    for (const { tokens } of [account, ...given]) await expectDead(services[1], tokens);
  }
}

async function expectDead(service: TestRollcall, { accessToken, refreshToken }: Tokens): Promise<void> {
  expect((await service.call("GET", "/me", { token: accessToken })).status).toBe(401);
  expect(await refreshes(service, refreshToken)).toBe(false);
}

export function refreshAgain(service: TestRollcall, { account }: Scene): Promise<Response> {
  return service.call("POST", "/auth/refresh", { body: { refreshToken: account.tokens.refreshToken } });
}
