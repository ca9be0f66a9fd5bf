import { expect, it, onTestFinished } from "vitest";
import { signUp } from "../../support/accounts.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { startParameterStore } from "../../support/parameter-store.ts";
import { testSecret } from "../../support/rollcall.ts";
import { nowhere, startApi } from "./api.ts";

const names = { SECRET_KEY: "/rollcall/production/SecretKey", MONGODB_URI: "/rollcall/production/MongodbUri" };

/** A store that lives until the end of the test. */
async function openParameterStore(...args: Parameters<typeof startParameterStore>) {
  const store = await startParameterStore(...args);
  onTestFinished(store.close);
  return store;
}

/** An environment as the deployment makes it: it holds the names of the secrets, and none of them. */
const environmentOf = (url: string) => ({
  SECRET_KEY: "",
  MONGODB_URI: "",
  SECRET_KEY_PARAMETER: names.SECRET_KEY,
  MONGODB_URI_PARAMETER: names.MONGODB_URI,
  AWS_ENDPOINT_URL_SSM: url,
});

it.runIf(hasMongodb)("an environment reads its secrets when it starts, once, and works with them (Q100)", async () => {
  const { uri } = await newMongodbUri();
  const { url, calls } = await openParameterStore({ [names.SECRET_KEY]: testSecret, [names.MONGODB_URI]: uri });
  const api = await startApi({ environment: environmentOf(url) });
  expect(calls).toHaveLength(1);
  await signUp(api, "ada@example.com");
  await signUp(api, "grace@example.com");
  expect(calls).toHaveLength(1);
  for (const secret of [testSecret, uri]) expect(api.logs()).not.toContain(secret);
});

it("an environment whose secrets are not there does not start, and says which", async () => {
  const { url } = await openParameterStore({ [names.SECRET_KEY]: testSecret });
  await expect(startApi({ environment: environmentOf(url) })).rejects.toThrow(
    `MONGODB_URI: there is no SSM parameter ${names.MONGODB_URI}`,
  );
});

it("20 environments that start at once are throttled, and start all the same", async () => {
  const store = { [names.SECRET_KEY]: testSecret, [names.MONGODB_URI]: nowhere };
  const { url, calls } = await openParameterStore(store, { throttles: { callers: 15, times: 2 } });
  const start = (_: unknown, index: number) =>
    startApi({ environment: { ...environmentOf(url), AWS_ACCESS_KEY_ID: `ENVIRONMENT${index}` } });
  const apis = await Promise.all(Array.from({ length: 20 }, start));
  expect(calls.length).toBeGreaterThanOrEqual(20 + 15 * 2);
  for (const api of apis) expect((await api.call("GET", "/health")).status).toBe(200);
});
