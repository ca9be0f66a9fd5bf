import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import { createClient, type RollcallClient } from "../index.ts";

const change = { currentPassword: password, newPassword: "seven lighthouses in a row" };

/** A client whose user has signed in too long ago for what is dangerous, and what it has sent. */
async function signedInLongAgo() {
  const rollcall = startRollcall({ settings: { audiences: ["notes"] } });
  const sent: string[] = [];
  const client: RollcallClient = createClient(rollcall.url, {
    fetch(input, init) {
      sent.push(`${init?.method} ${String(input).slice(rollcall.url.length)}`);
      return rollcall.fetch(input, init);
    },
    reauthenticate: async () => (await client.api.me.verify.$post({ json: { password } })).ok,
  });
  await client.api.auth.register.$post({ json: { email: "ada@example.com", password } });
  rollcall.clock.advance(601);
  await client.api.me.$get();
  sent.length = 0;
  return { ...client, sent };
}

const modules = ["./reauthentication.ts", "./service-tokens.ts"];

describe("what is loaded with the first call that it is for, and cannot be had", () => {
  // As in a browser without a network, or in a page that is older than what its server has.
  beforeEach(() => {
    for (const path of modules) {
      vi.doMock(path, () => {
        throw new TypeError("Failed to fetch dynamically imported module");
      });
    }
  });

  const loadAgain = () => {
    for (const path of modules) vi.doUnmock(path);
  };
  afterEach(loadAgain);

  it("leaves a call refused, until it is made when it can be had", async () => {
    const { api, sent } = await signedInLongAgo();
    expect((await api.me.password.$post({ json: change })).status).toBe(401);
    expect(sent).toEqual(["POST /me/password"]);
    loadAgain();
    expect((await api.me.password.$post({ json: change })).status).toBe(204);
  });

  it("costs nobody a proof, which then takes a refresh to count", async () => {
    const { api, sent } = await signedInLongAgo();
    expect((await api.me.verify.$post({ json: { password } })).status).toBe(200);
    expect((await api.me.password.$post({ json: change })).status).toBe(204);
    expect(sent).toEqual(["POST /me/verify", "POST /auth/refresh", "POST /me/password"]);
  });

  it("gives no token for another service, until it can be had", async () => {
    const { accessToken } = await signedInLongAgo();
    await expect(accessToken("notes")).rejects.toThrow();
    loadAgain();
    expect(await accessToken("notes")).toMatch(/^ey/);
  });
});
