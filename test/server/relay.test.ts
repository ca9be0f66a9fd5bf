import type { Carriers } from "@rollcall/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startRelay } from "../../packages/functions/src/node/relay-loop.ts";
import { bodyOf, signUp } from "../support/accounts.ts";
import { lastMailTo, mailsOf } from "../support/mails.ts";
import { password, startRollcall } from "../support/rollcall.ts";

const newPassword = "seven lighthouses in a row";

async function changedPassword() {
  const rollcall = startRollcall();
  const { user, tokens } = await signUp(rollcall);
  const body = { currentPassword: password, newPassword };
  const answer = await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body });
  expect(answer.status).toBe(204);
  return { rollcall, user };
}

describe("what a request has queued", () => {
  it("is a mail that says so, in the write that changed the password (Q54)", async () => {
    const { rollcall, user } = await changedPassword();
    const mail = await lastMailTo(rollcall, user.email);
    expect(mail).toMatchObject({ template: "password-changed", subject: expect.stringContaining("password") });
    expect(await mailsOf(rollcall)).toHaveLength(1);
  });

  it("is not queued where the request is refused", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    const body = { currentPassword: newPassword, newPassword };
    const answer = await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body });
    expect((await bodyOf<{ code: string }>(answer)).code).toBe("validation_failed");
    const templates = (await mailsOf(rollcall)).map(({ template }) => template);
    expect(templates).not.toContain("password-changed");
  });
});

describe("the relay of a process", () => {
  it("runs when it is poked, says what it did, and ends with the run that is under way", async () => {
    const { rollcall } = await changedPassword();
    const lines: string[] = [];
    const carried: string[] = [];
    const carriers: Carriers = {
      event: async (_account, _id, { type }) => void carried.push(type),
      mail: async (_account, _id, { template }) => void carried.push(template),
    };
    const relay = startRelay(
      rollcall.dependencies,
      async () => carriers,
      (line) => lines.push(line),
    );
    relay.poke(true);
    relay.poke(true);
    await expect.poll(() => lines).toHaveLength(1);
    await relay.close();
    expect(carried).toContain("password-changed");
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      level: "info",
      message: "relay",
      delivered: carried.length,
      failed: 0,
    });
  });

  it("looks once for all that was queued within a second, and at once where somebody waits for a mail", async () => {
    const rollcall = startRollcall();
    await signUp(rollcall);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const carried: number[] = [];
    const carriers: Carriers = { event: async () => void carried.push(performance.now()) };
    const relay = startRelay(
      rollcall.dependencies,
      async () => carriers,
      () => {},
    );
    const before = rollcall.storage.roundTrips();
    for (let n = 0; n < 10; n++) relay.poke();
    await vi.advanceTimersByTimeAsync(999);
    expect(rollcall.storage.roundTrips()).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    await expect.poll(() => carried).toHaveLength(2);
    // One look, one account taken, and what has come of it written.
    await expect.poll(() => rollcall.storage.roundTrips() - before).toBe(3);
    relay.poke(true);
    await expect.poll(() => rollcall.storage.roundTrips() - before).toBe(4);
    await relay.close();
  });

  it("outlives a database that is away", async () => {
    const { rollcall } = await changedPassword();
    const lines: string[] = [];
    const away = {
      ...rollcall.dependencies,
      database: {
        ...rollcall.dependencies.database,
        collection: () => {
          throw new Error("away");
        },
      },
    };
    const relay = startRelay(
      away,
      async () => ({ event: async () => {} }),
      (line) => lines.push(line),
    );
    relay.poke(true);
    await expect.poll(() => lines).toHaveLength(1);
    relay.poke(true);
    await expect.poll(() => lines).toHaveLength(2);
    await relay.close();
    expect(JSON.parse(lines[0] as string)).toMatchObject({ level: "warn", error: "Error" });
  });
});
