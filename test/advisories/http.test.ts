import { describe, expect, it } from "vitest";
import { bodyOf, refusalOf } from "../support/accounts.ts";
import { password, startRollcall } from "../support/rollcall.ts";
import { anAccount, openInside, openTarget, readMe, refreshWith, signInTo } from "./target.ts";

const evil = "https://attacker.example";

describe("an answer", () => {
  it("names no origin that is not listed, with a request and before one (Hono CVE-2026-54290)", async (test) => {
    const target = openTarget();
    const { token } = await anAccount(test, target);
    for (const origin of [
      evil,
      "null",
      `${target.url}.attacker.example`,
      "https://auth.example.test.attacker.example",
    ]) {
      const headers = {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      };
      const answers = [
        await target.call("OPTIONS", "/auth/login", { headers }),
        await target.call("OPTIONS", "/me", { headers }),
        await target.call("GET", "/me", { token, headers: { origin } }),
      ];
      for (const { headers: answered } of answers) {
        expect([origin, answered.get("access-control-allow-origin")]).toEqual([origin, null]);
        expect(answered.get("access-control-allow-credentials")).toBeNull();
      }
    }
  });

  it("that holds something of somebody's is kept by no cache (nextjs-auth0 CVE-2025-48947, class: no-store)", async (test) => {
    const target = openTarget();
    const { email, token, tokens } = await anAccount(test, target);
    const answers = [
      await signInTo(target, email),
      await refreshWith(target, tokens.refreshToken),
      await readMe(target, token),
      await target.call("GET", "/me/sessions", { token }),
      await signInTo(target, email, "not the right password"),
    ];
    for (const { headers } of answers) expect(headers.get("cache-control")).toContain("no-store");
  });

  it("leads nobody anywhere, whatever a request says of where to go (better-auth CVE-2024-56734 and CVE-2026-67333)", async (test) => {
    const target = openTarget();
    const { email } = await anAccount(test, target);
    const places = [evil, "//attacker.example", "javascript:alert(1)", "/\\\\attacker.example", "data:text/html,x"];
    const names = ["redirect", "redirect_uri", "callbackURL", "returnTo", "next", "url"];
    for (const place of places) {
      const query = names.map((name) => `${name}=${encodeURIComponent(place)}`).join("&");
      for (const path of ["/", "/auth/login", "/health", "/.well-known/openid-configuration"]) {
        const answer = await target.call("GET", `${path}?${query}`);
        expect([place, path, answer.headers.get("location")]).toEqual([place, path, null]);
      }
      const asked = { email, password, redirectTo: place };
      expect(await refusalOf(await target.call("POST", "/auth/login", { body: asked }))).toBe("422 validation_failed");
    }
  });
});

describe("a header", () => {
  it("does not say where a request is from (CVE-2026-27700 of Hono, class: proxy headers)", async (test) => {
    const target = openTarget();
    const { email, token } = await anAccount(test, target);
    const claimed = "192.0.2.66";
    const headers = {
      ...{ "x-forwarded-for": `${claimed}, 192.0.2.67`, "x-real-ip": claimed, forwarded: `for=${claimed}` },
      ...{ "cf-connecting-ip": claimed, "true-client-ip": claimed, "x-client-ip": claimed },
      "cloudfront-viewer-address": `${claimed}:443`,
    };
    expect((await target.call("POST", "/auth/login", { body: { email, password }, headers })).status).toBe(200);
    const { items } = await bodyOf<{ items: { ip: string | null }[] }>(
      await target.call("GET", "/me/sessions", { token }),
    );
    expect(items.length).toBeGreaterThan(1);
    for (const { ip } of items) expect(ip).not.toBe(claimed);
  });

  it("does not say what the service is called (Zitadel GHSA-2wmj-46rj-qm2w)", async () => {
    const target = openTarget();
    const headers = {
      "x-forwarded-host": "attacker.example",
      "x-forwarded-proto": "http",
      forwarded: "host=attacker.example",
    };
    for (const path of ["/.well-known/openid-configuration", "/openapi.json", "/problems/not_found", "/nowhere"]) {
      const answer = await target.call("GET", path, { headers });
      expect([path, (await answer.text()).includes("attacker.example")]).toEqual([path, false]);
    }
  });
});

describe("a failure", () => {
  it("of the database lets nobody in (class: fail open)", async (test) => {
    const inside = openInside(test, "its database would have to be away");
    const { email, token, tokens } = await anAccount(test, inside);
    await inside.storage.database.close();
    const answers = [
      await signInTo(inside, email),
      await readMe(inside, token),
      await refreshWith(inside, tokens.refreshToken),
    ];
    for (const answer of answers) expect(answer.status).toBeGreaterThanOrEqual(500);
  });

  it("tells nothing of what was sent, nor of what failed (class: echoed secrets)", async () => {
    const target = openTarget();
    const secret = "hunter2-hunter2-hunter2";
    const bodies = [`{"email":"a@example.com","password":"${secret}"`, { email: secret, password: [secret] }];
    for (const body of bodies) {
      const answer = await target.call("POST", "/auth/login", { body });
      expect(answer.status).toBeLessThan(500);
      expect(await answer.text()).not.toContain(secret);
    }
  });
});

describe("a service without a setting", () => {
  it("has no secret, no account and no administrator that come with it (class: fail open)", async () => {
    const rollcall = startRollcall();
    for (const email of ["admin@example.com", "root@example.com", "test@example.com"]) {
      expect(await refusalOf(await signInTo(rollcall, email, "admin"))).toBe("401 invalid_credentials");
    }
  });
});
