import { Hono } from "hono";
import { expect, it } from "vitest";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { createApp } from "../app.ts";
import type { AppEnv } from "./env.ts";

/** The app with a route that takes its time, on a platform that leaves each request 600 ms. */
function startSlowApp() {
  const { dependencies } = startRollcall();
  const logs: string[] = [];
  const late: boolean[] = [];
  const extraRoutes = new Hono<AppEnv>().get("/slow/:ms", async (c) => {
    await new Promise((resolve) => setTimeout(resolve, Number(c.req.param("ms"))));
    late.push(c.var.isLate === true);
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
  return { app, logs, late };
}

it("answers 503 and Retry-After before the platform gives a request up, logs it once, and tells what goes on", async () => {
  const { app, logs, late } = startSlowApp();
  const response = await app.request("/slow/300");
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await response.json()).toMatchObject({
    code: "unavailable",
    retryAfter: 2,
    detail: "The request took too long.",
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(logs.map((line) => JSON.parse(line).status)).toEqual([503]);
  expect(late).toEqual([true]);
});

it("does nothing to requests that are in time", async () => {
  const { app, logs, late } = startSlowApp();
  expect(await (await app.request("/slow/10")).json()).toEqual({ done: true });
  expect(logs.map((line) => JSON.parse(line).status)).toEqual([200]);
  expect(late).toEqual([false]);
});
