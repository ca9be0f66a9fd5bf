import { describe, expect, it } from "vitest";
import { expired, situation } from "../../../../test/client-model/situation.ts";

const hour = 3_600_000;

/** When an access token ends by the service's clock, in milliseconds. */
const endOf = (token: string | null) =>
  JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString()).exp * 1000;

async function signedIn() {
  const all = situation();
  const device = all.open();
  await all.signIn(device);
  return { ...all, device };
}

describe.each([
  ["back", -hour],
  ["forward", hour],
])("a clock that is set %s an hour", (_, ms) => {
  it("gives out no token that has expired", async () => {
    const { device, time, outcome } = await signedIn();
    time.wall += ms;
    await time.pass(601_000);
    const token = await outcome(device.accessToken());
    expect(endOf(token)).toBeGreaterThan(time.truth + 30_000);
  });

  it("gives out none either to a page that is loaded again", async () => {
    const { device, time, open, outcome } = await signedIn();
    await time.pass(601_000);
    time.wall += ms;
    const token = await outcome(open(device.store).accessToken());
    expect(endOf(token)).toBeGreaterThan(time.truth + 30_000);
  });

  it("ends no session, and costs one refresh at most", async () => {
    const { device, time, open, outcome, count } = await signedIn();
    time.wall += ms;
    const reloaded = open(device.store);
    for (const { api } of [device, reloaded, device]) expect((await outcome(api.me.$get())).status).toBe(200);
    expect(count("POST /auth/refresh")).toBeLessThan(2);
    expect([device.ends, reloaded.ends]).toEqual([[], []]);
  });

  it("makes no difference while a refresh is under way", async () => {
    const { device, time, network, outcome } = await expired();
    network.fates = [{ kind: "late", ms: 5_000 }];
    const token = device.accessToken();
    await time.pass(1_000);
    time.wall += ms;
    expect(endOf(await outcome(token))).toBeGreaterThan(time.truth + 30_000);
    expect((await outcome(device.api.me.$get())).status).toBe(200);
  });
});

it("counts the time that the device has slept", async () => {
  const { device, time, outcome } = await signedIn();
  time.sleep(601_000);
  expect(endOf(await outcome(device.accessToken()))).toBeGreaterThan(time.truth + 30_000);
});

it("asks anew for another service's token that has run out, whatever the clock says", async () => {
  const { device, time, outcome } = await signedIn();
  await outcome(device.accessToken("orders"));
  time.wall -= hour;
  await time.pass(601_000);
  expect(endOf(await outcome(device.accessToken("orders")))).toBeGreaterThan(time.truth + 30_000);
});
