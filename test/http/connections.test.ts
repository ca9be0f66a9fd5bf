import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { clientGone } from "../../packages/functions/src/http/failure.ts";
import { signUp } from "../support/accounts.ts";
import { startLoopback } from "../support/loopback.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const health = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
const signInAs = (email: string) => {
  const body = JSON.stringify({ email, password });
  const head = "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  return `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
};
const linesOf = ({ logs }: TestRollcall) => logs.map((line) => JSON.parse(line) as Record<string, unknown>);

describe("a client that goes away", () => {
  /** A service whose hashes take until their request is given up. */
  async function startPatient() {
    const rollcall = startRollcall();
    const given: AbortSignal[] = [];
    vi.spyOn(rollcall.dependencies.passwords, "verify").mockImplementation(async ({ signal }) => {
      given.push(signal);
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      return true;
    });
    return { rollcall, given, loopback: await startLoopback(rollcall) };
  }

  it("ends the work of its requests, also of those that came on the heels of another (Q190)", async () => {
    const { rollcall, given, loopback } = await startPatient();
    const { socket } = await loopback.connect();
    socket.write(signInAs("ada@example.com") + signInAs("bob@example.com"));
    await expect.poll(() => given).toHaveLength(2);
    socket.destroy();
    await expect.poll(() => given.map(({ reason }) => reason)).toEqual([clientGone, clientGone]);
    await expect.poll(() => linesOf(rollcall)).toMatchObject([{ route: "/auth/login", status: 499, level: "info" }]);
  });

  it("gets nothing done: its registration makes no account (Q190)", async () => {
    const rollcall = startRollcall();
    const loopback = await startLoopback(rollcall);
    const { hash } = rollcall.dependencies.passwords;
    const { socket } = await loopback.connect();
    vi.spyOn(rollcall.dependencies.passwords, "hash").mockImplementation(async (by, ...rest) => {
      socket.destroy();
      await expect.poll(() => by.signal.aborted).toBe(true);
      return hash(by, ...rest);
    });
    socket.write(signInAs("ada@example.com").replace("login", "register"));
    await expect.poll(() => linesOf(rollcall)).toMatchObject([{ route: "/auth/register", status: 499 }]);
    vi.restoreAllMocks();
    await signUp(rollcall);
  });

  it("and others like it are one line of the log, and then their number once a second (Q190)", async () => {
    const { rollcall, given, loopback } = await startPatient();
    for (let client = 0; client < 20; client++) {
      const { socket } = await loopback.connect();
      socket.write(signInAs("ada@example.com"));
      await expect.poll(() => given).toHaveLength(client + 1);
      socket.destroy();
    }
    const counted = () => linesOf(rollcall).slice(1);
    await expect.poll(() => counted().reduce((sum, { count }) => sum + Number(count), 0)).toBe(19);
    expect(linesOf(rollcall)[0]).toMatchObject({ message: "request", status: 499 });
    for (const line of counted()) expect(line).toMatchObject({ message: "requests", status: 499, level: "info" });
  });
});

describe("a connection that is kept for later", () => {
  it("may be idle for longer than a request may take to come, and longer than load balancers keep theirs", async () => {
    const loopback = await startLoopback(startRollcall(), { headersTimeout: 1, requestTimeout: 1 });
    const { socket, until } = await loopback.connect();
    socket.write(health);
    expect(await until(/"ok"/)).toContain("\r\nKeep-Alive: timeout=75\r\n");
    await sleep(2_500);
    socket.write(health);
    await until(/"ok".*"ok"/s);
  });
});

describe("a client that is slow", () => {
  it.each([
    ["to begin", ""],
    ["with the head of its request", "GET /health HTTP/1.1\r\nHo"],
    ["with its body", signInAs("ada@example.com").slice(0, -10)],
    ["with its second request", `${health}GET /hea`],
  ])("%s is told so, and the connection closed (Q161)", async (_, beginning) => {
    const loopback = await startLoopback(startRollcall(), { headersTimeout: 1, requestTimeout: 1 });
    expect(await loopback.exchange(beginning)).toMatch(/HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n\r\n$/);
  });
});

describe("connections beyond the limit", () => {
  const limited = () => startLoopback(startRollcall(), { maxConnections: 2 });
  const busy = "GET /hea";

  it("get 503 and Retry-After, and are closed (Q161)", async () => {
    const loopback = await limited();
    for (let client = 0; client < 2; client++) (await loopback.connect()).socket.write(busy);
    expect(await loopback.exchange(health)).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\nRetry-After: 1\r\n[^{]*$/);
  });

  it("get no word when many are being told already (Q161)", async () => {
    const loopback = await limited();
    for (let client = 0; client < 2; client++) (await loopback.connect()).socket.write(busy);
    const crowd = await Promise.all(Array.from({ length: 10 }, () => loopback.connect()));
    const answers = await Promise.all(crowd.map(({ closed }) => closed));
    expect(answers).toContain("");
    expect(answers.filter((answer) => answer !== "" && !answer.includes(" 503 "))).toEqual([]);
  });

  it("find room when others go (Q161)", async () => {
    const loopback = await limited();
    const held = [await loopback.connect(), await loopback.connect()];
    for (const { socket } of held) socket.write(busy);
    expect(await loopback.exchange(health)).toContain(" 503 ");
    for (const { socket } of held) socket.destroy();
    await expect
      .poll(() => loopback.exchange(health.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
      .toContain(" 200 ");
  });

  it("find room at connections that are only kept for later (Q161)", async () => {
    const loopback = await limited();
    const kept = [await loopback.connect(), await loopback.connect()];
    for (const { socket, until } of kept) {
      socket.write(health);
      await until(/"ok"/);
    }
    await expect
      .poll(() => loopback.exchange(health.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
      .toContain(" 200 ");
  });
});
