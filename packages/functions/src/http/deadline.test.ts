import { Hono } from "hono";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { createApp } from "../app.ts";
import type { AppEnv } from "./env.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** The app with a route that takes its time, on a platform that leaves each request 600 ms. */
function startSlowApp() {
  const { dependencies } = startRollcall();
  const logs: string[] = [];
  const givenUp: boolean[] = [];
  const extraRoutes = new Hono<AppEnv>().get("/slow/:ms", async (c) => {
    await new Promise((resolve) => setTimeout(resolve, Number(c.req.param("ms"))));
    givenUp.push(c.var.signal.aborted);
    return c.json({ done: true });
  });
  const log = (line: string) => void logs.push(line);
  const app = createApp({
    dependencies,
    corsOrigins: [],
    clientIp: () => null,
    logLevel: "info",
    log,
    extraRoutes,
    remainingTime: () => 600,
  });
  return { app, logs, givenUp };
}

it("answers 503 and Retry-After before the platform gives a request up, logs it once, and tells what goes on", async () => {
  const { app, logs, givenUp } = startSlowApp();
  const answer = Promise.resolve(app.request("/slow/300"));
  await vi.advanceTimersByTimeAsync(100);
  const response = await answer;
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await response.json()).toMatchObject({
    code: "unavailable",
    retryAfter: 2,
    detail: "The request took too long.",
  });
  await vi.advanceTimersByTimeAsync(300);
  expect(logs.map((line) => JSON.parse(line).status)).toEqual([503]);
  expect(givenUp).toEqual([true]);
});

it("does nothing to requests that are in time", async () => {
  const { app, logs, givenUp } = startSlowApp();
  const answer = Promise.resolve(app.request("/slow/99"));
  await vi.advanceTimersByTimeAsync(99);
  expect(await (await answer).json()).toEqual({ done: true });
  expect(logs.map((line) => JSON.parse(line).status)).toEqual([200]);
  expect(givenUp).toEqual([false]);
});
