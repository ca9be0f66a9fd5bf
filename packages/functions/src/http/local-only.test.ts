import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { startRollcall } from "../../../../test/support/rollcall.ts";
import { createApp } from "../app.ts";
import { endpoint } from "./endpoint.ts";
import type { AppEnv } from "./env.ts";
import { isLoopback, localOnly } from "./local-only.ts";
import type { TrustedProxies } from "./proxies.ts";

const token = "k3J9vQ2mX7pL5wR8tY4uN6bC1zA0sD-fG_hJeKiOlPq";
const url = "http://127.0.0.1:3000/dev/thing";

/** An app with one route of the local server's, and what it answers to a caller at an address. */
function answerTo(
  ip: string | null,
  { guarded = true, trustedProxies = undefined as TrustedProxies | undefined } = {},
) {
  const extraRoutes = new Hono<AppEnv>();
  if (guarded) extraRoutes.use("/dev/*", localOnly(token));
  const answer = { status: 200, description: "Who asks", schema: z.object({ actor: z.string() }) } as const;
  const contract = { id: "thing", summary: "A thing", tag: "Service", auth: "local", answer, problems: [] } as const;
  extraRoutes.get("/dev/thing", endpoint(contract), (c) => c.json({ actor: String(c.var.ctx.actor) }, 200));
  const { dependencies } = startRollcall();
  const app = createApp({
    dependencies,
    corsOrigins: [],
    clientIp: () => ip,
    trustedProxies,
    logLevel: "silent",
    log: () => {},
    extraRoutes,
  });
  return (target = url, headers: Record<string, string> = {}) =>
    app.request(target, { headers: { authorization: `Bearer ${token}`, ...headers } });
}

describe("a route for the local server's own callers", () => {
  it("acts for whoever runs the server", async () => {
    const response = await answerTo("127.0.0.1")();
    expect([response.status, await response.json()]).toEqual([200, { actor: "system" }]);
  });

  it("is closed where nothing guards it", async () => {
    expect((await answerTo("127.0.0.1", { guarded: false })()).status).toBe(403);
  });

  it("is closed to callers whose address is not known, or another machine's (Q199)", async () => {
    for (const ip of [null, "", "203.0.113.7", "::ffff:203.0.113.7", "128.0.0.1"]) {
      expect((await answerTo(ip)()).status).toBe(403);
    }
  });

  it("is closed to whoever claims to be a proxy of this machine's own, and to whom one has it from (Q199)", async () => {
    const trustedProxies = () => true;
    const answerOn = (peer: string, client: string) =>
      answerTo(peer, { trustedProxies })(url, { "x-forwarded-for": client });
    expect((await answerOn("203.0.113.7", "127.0.0.1")).status).toBe(403);
    expect((await answerOn("127.0.0.1", "203.0.113.7")).status).toBe(403);
    expect((await answerOn("127.0.0.1", "::1")).status).toBe(200);
  });

  it("is closed to a page whose own name was made to lead here (Q199)", async () => {
    const rebound = "http://evil.example:3000";
    for (const headers of [{}, { origin: rebound }] as Record<string, string>[]) {
      expect((await answerTo("127.0.0.1")(`${rebound}/dev/thing`, headers)).status).toBe(403);
    }
    for (const own of ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"]) {
      expect((await answerTo("::1")(`${own}/dev/thing`, { origin: own })).status).toBe(200);
    }
  });
});

describe("an address of loopback", () => {
  it.each(["127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"])("is %s", (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each(["", "localhost", "10.0.0.1", "0.0.0.0", "::", "::2", "::ffff:10.0.0.1", "127.1", "fe80::1"])(
    "is not %s",
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});
