import type { RollcallError } from "@rollcall/core";
import { vi } from "vitest";
import { parseConfig } from "../../packages/functions/src/config.ts";
import type { Problem } from "../../packages/functions/src/http/problem.ts";
import { bodyOf } from "./accounts.ts";
import { startRollcall, type TestRollcall, type TestRollcallOptions, testSecret } from "./rollcall.ts";

/** What guessing is held back by where nothing is set. */
export const defaultLimits = parseConfig({ SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" }).settings
  .limits;

/** Seconds in which what comes from one network is counted together. */
export const period = 900;

/** A service with the product's own limits, at the beginning of a quarter of an hour: no count begins anew amid a test. */
export function startLimited({ settings, ...options }: TestRollcallOptions = {}): TestRollcall {
  const rollcall = startRollcall({ ...options, settings: { limits: defaultLimits, ...settings } });
  rollcall.clock.advance(period + 1 - ((Date.now() / 1_000) % period));
  return rollcall;
}

/** How many passwords the services have looked at since. */
export function countEvaluations(...services: TestRollcall[]): () => number {
  const spies = services.map(({ dependencies }) => vi.spyOn(dependencies.passwords, "verify"));
  return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
}

/** An address in a network of its own, and the next one in the next network. */
export const addressIn = (network: number, host = 1) => `198.${18 + (network >> 8)}.${network & 255}.${host}`;

export const wrong = "not the right password at all";

/** Answers as their statuses, each with how often it comes in a row: `401 ×10, 429 ×2`. */
export function inARow(responses: Response[]): string {
  const runs: [status: number, count: number][] = [];
  for (const { status } of responses) {
    const last = runs.at(-1);
    if (last?.[0] === status) last[1]++;
    else runs.push([status, 1]);
  }
  return runs.map(([status, count]) => `${status} ×${count}`).join(", ");
}

/** One after the other. */
export async function times<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < count; index++) results.push(await work(index));
  return results;
}

/** The seconds that a refusal states, which its header and its body agree on. */
export async function statedWait(response: Response): Promise<number> {
  const { code, retryAfter } = await bodyOf<Problem>(response);
  if (code !== ("too_many_attempts" satisfies RollcallError["code"])) throw new Error(`was refused with ${code}`);
  if (response.headers.get("retry-after") !== String(retryAfter)) throw new Error("states two different waits");
  return retryAfter as number;
}
