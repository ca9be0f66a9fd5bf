import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { signIn } from "../support/accounts.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";
import { openBrowser, useBrowser } from "./support/browser.ts";
import { listen, listeningRollcall, refreshesOf, servePage } from "./support/services.ts";
import { endsOf, openTab, register, startClient, statusOf, whoAmI } from "./support/tabs.ts";

useBrowser();

/** A tab in which Ada is signed in. */
async function signedIn() {
  const rollcall = await listeningRollcall();
  const options = { page: await servePage("bare"), service: rollcall.url };
  const context = await openBrowser();
  const tab = await openTab(context, options);
  await register(tab, "ada@example.com");
  return { rollcall, options, context, tab };
}

/** How many sessions Ada has, beside the one that it takes to ask. */
async function sessionsOf(rollcall: TestRollcall): Promise<number> {
  const { tokens } = await signIn(rollcall, "ada@example.com");
  const response = await rollcall.call("GET", "/me/sessions", { token: tokens.accessToken });
  const { items } = (await response.json()) as { items: unknown[] };
  await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
  return items.length - 1;
}

describe("without a network", () => {
  it("a sign-out counts here at once, and at the service as soon as the network is back", async () => {
    const { rollcall, context, tab } = await signedIn();
    await context.setOffline(true);
    await tab.evaluate(() => window.client.signOut().catch(() => {}));
    expect([await statusOf(tab), await endsOf(tab)]).toEqual(["signed-out", ["signed_out"]]);
    expect(await sessionsOf(rollcall)).toBe(1);
    await context.setOffline(false);
    await expect.poll(() => sessionsOf(rollcall)).toBe(0);
  });

  it("a sign-out is carried out by the next page, when this one was closed", async () => {
    const { rollcall, options, context, tab } = await signedIn();
    await context.setOffline(true);
    await tab.evaluate(() => window.client.signOut().catch(() => {}));
    await tab.close();
    await context.setOffline(false);
    const next = await openTab(context, options);
    expect(await statusOf(next)).toBe("signed-out");
    await expect.poll(() => sessionsOf(rollcall)).toBe(0);
  });

  it("a call fails as fetch does, and the session stays", async () => {
    const { rollcall, context, tab } = await signedIn();
    rollcall.clock.advance(601);
    await context.setOffline(true);
    await expect(whoAmI(tab)).rejects.toThrow("Failed to fetch");
    await context.setOffline(false);
    expect([await statusOf(tab), await whoAmI(tab)]).toEqual(["signed-in", "ada@example.com"]);
  });

  it("what is loaded late is loaded with the next call, once that can be had", async () => {
    const { context, tab } = await signedIn();
    const tokenFor = () => tab.evaluate(() => window.client.accessToken("notes"));
    await context.route("**/service-tokens-*.js", (route) => route.abort());
    await expect(tokenFor()).rejects.toThrow("Failed to fetch");
    await context.unroute("**/service-tokens-*.js");
    expect(await tokenFor()).toMatch(/^ey/);
  });

  it("a proof counts also where its code cannot be had", async () => {
    const { rollcall, context, tab } = await signedIn();
    await context.route("**/reauthentication-*.js", (route) => route.abort());
    rollcall.clock.advance(601);
    expect(await whoAmI(tab)).toBe("ada@example.com");
    const statuses = await tab.evaluate(async (password) => {
      const { me } = window.client.api;
      const remove = () => me.$delete({ json: { password } });
      return [await remove(), await me.verify.$post({ json: { password } }), await remove()].map(
        ({ status }) => status,
      );
    }, password);
    expect([statuses, refreshesOf(rollcall)]).toEqual([[401, 200, 204], 2]);
  });
});

describe("a refresh that is never answered", () => {
  it("is given up and made again, with the attempt that it had", async () => {
    const { rollcall, context, tab } = await signedIn();
    const bodies: string[] = [];
    await context.route("**/auth/refresh", async (route) => {
      bodies.push(route.request().postData() ?? "");
      if (bodies.length > 1) await route.continue();
    });
    rollcall.clock.advance(601);
    expect(await whoAmI(tab)).toBe("ada@example.com");
    expect(bodies).toEqual([bodies[0], bodies[0]]);
    expect(JSON.parse(bodies[0] as string).attempt).toMatch(/^[\w-]{22,64}$/);
  });

  it("holds up no caller who has given up", async () => {
    const { rollcall, context, tab } = await signedIn();
    await context.route("**/auth/refresh", () => {});
    rollcall.clock.advance(601);
    const outcome = tab.evaluate(() => {
      const init = { signal: AbortSignal.timeout(200) };
      return window.client.api.me.$get({}, { init }).catch((error: Error) => error.name);
    });
    expect(await outcome).toBe("TimeoutError");
  });

  it("loses nobody the session, when the page is loaded anew meanwhile (Q186)", async () => {
    const { rollcall, options, context, tab } = await signedIn();
    const answered: number[] = [];
    await context.route("**/auth/refresh", async (route) => {
      if (answered.length > 0) return route.continue();
      answered.push((await route.fetch()).status());
    });
    rollcall.clock.advance(601);
    const call = whoAmI(tab).catch(() => {});
    await expect.poll(() => answered).toEqual([200]);
    await tab.reload();
    await call;
    rollcall.clock.advance(3_600);
    await startClient(tab, options);
    expect(await whoAmI(tab)).toBe("ada@example.com");
    expect([refreshesOf(rollcall), await endsOf(tab)]).toEqual([2, []]);
  });
});

describe("what else stands in front of the service", () => {
  const page = "<!doctype html><title>Welcome to the hotel</title>";

  it.each([
    ["a portal's page", { status: 200, contentType: "text/html", body: page }],
    ["a portal's refusal", { status: 403, contentType: "text/html", body: page }],
    ["a limit", { status: 429, contentType: "text/html", body: page, headers: { "retry-after": "30" } }],
    ["a gateway's refusal", { status: 401, contentType: "application/json", body: '{"message":"Unauthorized"}' }],
  ])("ends no session: %s", async (_, answer) => {
    const { rollcall, options, context, tab } = await signedIn();
    rollcall.clock.advance(601);
    const headers = { "access-control-allow-origin": "*", ...("headers" in answer && answer.headers) };
    await context.route("**/auth/refresh", (route) => route.fulfill({ ...answer, headers }));
    const outcome = tab.evaluate(() =>
      window.client.api.me.$get().then(
        ({ status }) => status,
        (error: Error) => error.message,
      ),
    );
    expect(await outcome).toEqual(answer.status === 200 ? expect.stringContaining("Rollcall") : answer.status);
    expect([await statusOf(tab), await endsOf(tab)]).toEqual(["signed-in", []]);
    await context.unroute("**/auth/refresh");
    await tab.reload();
    await startClient(tab, options);
    expect(await whoAmI(tab)).toBe("ada@example.com");
  });
});

describe("where tokens go", () => {
  it("is apart for two services of one origin (Q195)", async () => {
    const { options, tab } = await signedIn();
    const other = await listeningRollcall();
    await startClient(tab, { ...options, service: other.url });
    expect([await statusOf(tab), await whoAmI(tab)]).toEqual(["signed-out", "401 missing_token"]);
    await register(tab, "eve@example.com");
    await startClient(tab, options);
    expect(await whoAmI(tab)).toBe("ada@example.com");
  });

  it("is the service alone, wherever that would send them (Q195)", async () => {
    const { options, context, tab } = await signedIn();
    const seen: string[] = [];
    const stranger = await listen({
      async fetch(request: Request) {
        seen.push(JSON.stringify([...request.headers]) + (await request.text()));
        return Response.json({}, { headers: { "access-control-allow-origin": "*" } });
      },
    });
    await context.route(`${options.service}/**`, (route) =>
      route.fulfill({ status: 307, headers: { location: stranger, "access-control-allow-origin": "*" } }),
    );
    const secrets = await secretsIn(tab);
    await whoAmI(tab).catch(() => {});
    await tab.evaluate(() => window.client.accessToken("notes").catch(() => {}));
    await tab.evaluate(() => window.client.signOut().catch(() => {}));
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) expect(seen.join("\n")).not.toContain(secret);
  });
});

/** The tokens that the page keeps. */
async function secretsIn(tab: Page): Promise<string[]> {
  const stored = await tab.evaluate(() => JSON.stringify(Object.values(localStorage)));
  return [...stored.matchAll(/(?:access|refresh)Token\\*":\\*"([\w.-]+)/g)].map(([, token]) => token as string);
}

it("a full storage costs nobody the session while the page is open", async () => {
  const rollcall = await listeningRollcall();
  const options = { page: await servePage("bare"), service: rollcall.url };
  const context = await openBrowser();
  const tab = await openTab(context, options);
  await tab.evaluate(() => {
    for (let size = 5_200_000; size > 0; size = Math.floor(size / 2)) {
      try {
        localStorage.setItem(`full${size}`, "x".repeat(size));
      } catch {}
    }
  });
  await register(tab, "ada@example.com");
  rollcall.clock.advance(601);
  expect(await whoAmI(tab)).toBe("ada@example.com");
});
