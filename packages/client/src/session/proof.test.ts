import { describe, expect, it } from "vitest";
import { openBrowser, settle } from "../../../../test/support/browser.ts";
import { account, openPage, origin, startForPages } from "../../../../test/support/cookie-page.ts";
import { takeApart } from "../../../../test/support/forged-tokens.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import { unwrap } from "../index.ts";

const ada = { email: "ada@example.com", password };
const change = { currentPassword: password, newPassword: "seven lighthouses in a row" };

/** A client whose user has signed in five minutes ago. */
async function signedIn() {
  const rollcall = startRollcall();
  const client = rollcall.client();
  await client.api.auth.register.$post({ json: ada });
  rollcall.clock.advance(300);
  return client;
}

describe("a proof of who is signed in", () => {
  const tokenOf = (init?: RequestInit) => new Headers(init?.headers).get("authorization")?.slice("Bearer ".length);
  const authTimeOf = (token: string | null) => takeApart(token as string).claims.auth_time as number;

  it.each(["body", "cookie"] as const)(
    "counts for all tabs, with the refresh token in a %s (Q109)",
    async (transport) => {
      const { rollcall } = startForPages();
      const { fetch } = openPage(rollcall, origin);
      const browser = openBrowser(rollcall.url, fetch);
      const [first, second] = [browser.open({ transport }), browser.open({ transport })];
      await first.api.auth.register.$post({ json: account });
      await settle();
      rollcall.clock.advance(601);
      await unwrap(first.api.me.verify.$post({ json: { password } }));
      await settle();
      const tokens = [await first.accessToken(), await second.accessToken()];
      expect(tokens[1]).toBe(tokens[0]);
      expect((await second.api.me.password.$post({ json: change })).status).toBe(204);
      rollcall.clock.advance(601);
      expect((await second.api.me.$get()).status).toBe(200);
      expect([first.ends, second.ends]).toEqual([[], []]);
    },
  );

  it("gives new tokens for other services", async () => {
    const client = await signedIn();
    const before = await client.accessToken("orders");
    await unwrap(client.api.me.verify.$post({ json: { password } }));
    const after = await client.accessToken("orders");
    expect(authTimeOf(after)).toBeGreaterThan(authTimeOf(before));
    expect(await client.accessToken("orders")).toBe(after);
  });

  it("changes nothing that a page shows of who is signed in", async () => {
    const client = await signedIn();
    const before = client.session.state;
    let changes = 0;
    client.session.subscribe(() => changes++);
    await unwrap(client.api.me.verify.$post({ json: { password } }));
    await settle();
    expect([client.session.state === before, changes]).toEqual([true, 0]);
  });

  it("counts, and costs nobody the session, where the tokens are renewed at the same time", async () => {
    const rollcall = startRollcall();
    const [renewed, proved, held] = [0, 1, 2].map(() => Promise.withResolvers<void>());
    let refused: string | null = null;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const isRefused = String(input).endsWith("/me") && tokenOf(init) === refused;
      const response = await rollcall.fetch(
        input,
        isRefused ? { ...init, headers: { authorization: "Bearer x" } } : init,
      );
      if (String(input).endsWith("/me/verify")) proved?.resolve();
      if (!String(input).endsWith("/auth/refresh")) return response;
      renewed?.resolve();
      await held?.promise;
      return response;
    };
    const browser = openBrowser(rollcall.url, fetch);
    const [tab, other] = [browser.open(), browser.open()];
    await tab.api.auth.register.$post({ json: ada });
    refused = await tab.accessToken();
    await settle();
    rollcall.clock.advance(60);
    // The answer of a refresh is on its way while the session is proved anew.
    const reading = tab.api.me.$get();
    await renewed?.promise;
    rollcall.clock.advance(60);
    const proving = tab.api.me.verify.$post({ json: { password } });
    await proved?.promise;
    await settle();
    held?.resolve();
    expect([(await reading).status, (await proving).status]).toEqual([200, 200]);
    await settle();
    const provedAt = Math.floor(rollcall.clock.now().getTime() / 1000);
    for (const { accessToken } of [tab, other]) expect(authTimeOf(await accessToken())).toBeCloseTo(provedAt, -1);
    for (let hour = 0; hour < 2; hour++) {
      rollcall.clock.advance(3_600);
      for (const { api } of [tab, other]) expect((await api.me.$get()).status).toBe(200);
    }
    expect([tab.ends, other.ends]).toEqual([[], []]);
  });
});
