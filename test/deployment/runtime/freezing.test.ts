import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { bodyOf, refreshes, signIn, signUp } from "../../support/accounts.ts";
import { hasMongodb, newMongodbBehindProxy } from "../../support/mongodb.ts";
import { startApi } from "./api.ts";

/** How long one environment stays frozen; between two events Lambda may leave it so for many minutes. */
const longFreezeMs = Number(process.env.FREEZE_SECONDS ?? 5) * 1_000;

/** An environment with one account, all of whose connections are closed whenever it is frozen. */
async function startFreezable() {
  const { uri, proxy } = await newMongodbBehindProxy();
  const api = await startApi({ mongodbUri: uri });
  await signUp(api, "ada@example.com");
  return {
    api,
    async freezeAndThaw(ms: number) {
      api.signal("SIGSTOP");
      await proxy.close();
      await proxy.open();
      await delay(ms);
      api.signal("SIGCONT");
    },
  };
}

type Request = (api: Awaited<ReturnType<typeof startApi>>, round: number) => Promise<unknown>;

const requests: Record<string, Request> = {
  "signs in": (api) => signIn(api, "ada@example.com"),
  registers: (api, round) => signUp(api, `grace${round}@example.com`),
};

it.runIf(hasMongodb).each(Object.entries(requests))(
  "an environment that thaws without its connections %s",
  async (_, request) => {
    const { api, freezeAndThaw } = await startFreezable();
    // Where its sockets are found at the thaw is a matter of chance.
    for (let round = 0; round < 12; round++) {
      await freezeAndThaw(50);
      await request(api, round);
    }
    expect(api.logs()).not.toMatch(/"status":5|ERROR/);
  },
);

it.runIf(hasMongodb)("an environment that thaws without its connections refreshes and authenticates", async () => {
  const { api, freezeAndThaw } = await startFreezable();
  const { tokens } = await signIn(api, "ada@example.com");
  let { refreshToken } = tokens;
  for (let round = 0; round < 12; round++) {
    await freezeAndThaw(50);
    const refreshed = await api.call("POST", "/auth/refresh", { body: { refreshToken } });
    expect(refreshed.status).toBe(200);
    refreshToken = (await bodyOf<{ tokens: typeof tokens }>(refreshed)).tokens.refreshToken;
    await freezeAndThaw(50);
    expect((await api.call("GET", "/me", { token: tokens.accessToken })).status).toBe(200);
  }
});

it.runIf(hasMongodb)(
  "an environment that was frozen for long goes on",
  { timeout: longFreezeMs + 20_000 },
  async () => {
    const { api, freezeAndThaw } = await startFreezable();
    const { tokens } = await signIn(api, "ada@example.com");
    await freezeAndThaw(longFreezeMs);
    expect(await refreshes(api, tokens.refreshToken)).toBe(true);
    await signIn(api, "ada@example.com");
    expect(api.logs()).not.toMatch(/"status":5|ERROR/);
  },
);
