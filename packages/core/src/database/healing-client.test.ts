import { beforeEach, describe, expect, it, vi } from "vitest";
import { createHealingClient, OperationTimeoutError, operationLimit } from "./healing-client.ts";

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const never = () => new Promise<never>(() => {});
const succeed = async () => "answer";
const fail = async () => {
  throw new Error("no connection");
};
/** Fails as an operation does for which no server is found. */
const failLate = () => new Promise<never>((_, reject) => setTimeout(reject, 3_000, new Error("no server")));
const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(resolve, ms, value));
const refuse = async () => {
  throw Object.assign(new Error("duplicate key"), { errorResponse: { code: 11_000 } });
};

/** A healing client over clients that a test can look at, by number. */
function healing(
  connect: (number: number) => Promise<number> = async (number) => number,
  prepare: () => Promise<unknown> = succeed,
) {
  const clients: { isClosed: boolean }[] = [];
  const client = createHealingClient(() => {
    const made = { isClosed: false };
    clients.push(made);
    return {
      connect: () => connect(clients.length),
      prepare,
      close: async () => {
        made.isClosed = true;
      },
    };
  });
  return { client, clients };
}

describe("a client of the database", () => {
  it("is made for the first operation, and once for all who come at the same time", async () => {
    const { client, clients } = healing();
    expect(clients).toHaveLength(0);
    const numbers = await Promise.all(Array.from({ length: 50 }, () => client.run(async (number) => number)));
    expect(new Set(numbers)).toEqual(new Set([1]));
  });

  it("is made anew when it could not connect, once for all who come after", async () => {
    const { client, clients } = healing((number) => (number === 1 ? fail() : Promise.resolve(number)));
    const failed = await Promise.allSettled([client.run(succeed), client.run(succeed)]);
    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await Promise.all([client.run(succeed), client.run(succeed)])).toEqual(["answer", "answer"]);
    expect(clients).toEqual([{ isClosed: true }, { isClosed: false }]);
  });

  it("is let go when an operation has had no answer, and closed once the others on it are over (Q191)", async () => {
    const { client, clients } = healing();
    const hanging = client.run(never).catch((error) => error);
    await vi.advanceTimersByTimeAsync(operationLimit - 1);
    const other = Promise.withResolvers<string>();
    const flying = client.run(() => other.promise);
    await vi.advanceTimersByTimeAsync(1);
    expect(await hanging).toBeInstanceOf(OperationTimeoutError);
    expect(await client.run(async (number) => number)).toBe(2);
    expect(clients[0]).toEqual({ isClosed: false });
    other.resolve("late");
    expect(await flying).toBe("late");
    expect(clients).toEqual([{ isClosed: true }, { isClosed: false }]);
  });

  it("is let go when it cannot finish connecting, and nothing runs on it later (Q191)", async () => {
    const connected = Promise.withResolvers<number>();
    const { client, clients } = healing(() => connected.promise);
    const operation = vi.fn(succeed);
    const waiting = client.run(operation).catch((error) => error);
    await vi.advanceTimersByTimeAsync(operationLimit);
    expect(await waiting).toBeInstanceOf(OperationTimeoutError);
    connected.resolve(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(operation).not.toHaveBeenCalled();
    expect(clients).toEqual([{ isClosed: true }]);
  });

  it("stays while it prepares, though that takes longer than anybody waits (Q177)", async () => {
    const { client, clients } = healing(undefined, () => after(operationLimit + 2_000, undefined));
    expect(await client.run(succeed)).toBe("answer");
    const first = client.runPrepared(succeed).catch((error) => error);
    await vi.advanceTimersByTimeAsync(operationLimit);
    expect(await first).toBeInstanceOf(OperationTimeoutError);
    const second = client.runPrepared(succeed);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await second).toBe("answer");
    expect(clients).toEqual([{ isClosed: false }]);
  });

  it("prepares again for whoever needs it, when that has failed", async () => {
    const prepare = vi.fn(succeed).mockImplementationOnce(fail);
    const { client, clients } = healing(undefined, prepare);
    await expect(client.runPrepared(succeed)).rejects.toThrow("no connection");
    expect(await Promise.all([client.runPrepared(succeed), client.runPrepared(succeed)])).toEqual(["answer", "answer"]);
    expect([prepare.mock.calls.length, clients]).toEqual([2, [{ isClosed: false }]]);
  });

  it("gives an operation its whole time once it has connected (Q177)", async () => {
    const { client } = healing(() => after(7_000, 1));
    const operation = client.run(() => after(7_000, "answer"));
    await vi.advanceTimersByTimeAsync(14_000);
    expect(await operation).toBe("answer");
  });

  it("is let go when it has connected and cannot finish preparing (Q191)", async () => {
    const { client, clients } = healing(undefined, never);
    const waiting = client.runPrepared(succeed).catch((error) => error);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await waiting).toBeInstanceOf(OperationTimeoutError);
    expect(clients).toEqual([{ isClosed: true }]);
  });

  it("is let go when all has failed for 5 seconds, and every operation ran once (Q191)", async () => {
    const { client, clients } = healing();
    await client.run(succeed);
    const failing = vi.fn(failLate);
    for (const [failures, made] of [
      [1, 1],
      [2, 1],
      [3, 2],
    ]) {
      const failed = client.run(failing).catch(() => {});
      await vi.advanceTimersByTimeAsync(3_000);
      await failed;
      expect([failing.mock.calls.length, clients.length]).toEqual([failures, made]);
    }
  });

  it.each([
    ["answers something meanwhile", succeed],
    ["refuses something meanwhile", refuse],
  ])("stays when a database that is slow %s", async (_title, answer) => {
    const { client, clients } = healing();
    for (let round = 0; round < 5; round++) {
      const failed = client.run(failLate).catch(() => {});
      await vi.advanceTimersByTimeAsync(2_000);
      await client.run(answer).catch(() => {});
      await vi.advanceTimersByTimeAsync(1_000);
      await failed;
    }
    expect(clients).toEqual([{ isClosed: false }]);
  });

  it("is let go when the database knows its user no more (Q191)", async () => {
    const { client, clients } = healing();
    await client.run(succeed);
    const error = Object.assign(new Error("not authorized"), { code: 13, errorResponse: { code: 13 } });
    await expect(client.run(() => Promise.reject(error))).rejects.toThrow("not authorized");
    expect(await client.run(async (number) => number)).toBe(2);
    expect(clients).toEqual([{ isClosed: true }, { isClosed: false }]);
  });

  it("stays when operations fail at once, and is used again", async () => {
    const { client, clients } = healing();
    await Promise.allSettled(Array.from({ length: 100 }, () => client.run(fail)));
    expect(await client.run(succeed)).toBe("answer");
    expect(clients).toEqual([{ isClosed: false }]);
  });

  it("is waited for when all is closed, but not for ever", async () => {
    const client = createHealingClient(() => ({ connect: succeed, prepare: succeed, close: never }));
    await client.run(succeed);
    const closed = client.close();
    await vi.advanceTimersByTimeAsync(1_000);
    await closed;
    await expect(client.run(succeed)).rejects.toThrow("The database is closed");
  });
});
