import { beforeEach, describe, expect, it, vi } from "vitest";
import { createGate, type Gate } from "./gate.ts";

/** Every task that waits for `settle` has then begun. */
const settle = () => new Promise((done) => setImmediate(done));

const { signal: stays } = new AbortController();

/** A gate, and who is let through in which order. Each task ends when the next `end` is called. */
function startGate(lanes: number, places = 1_000) {
  const gate = createGate({ lanes, places, longestWait: 60_000, overflow: () => new Error("full") });
  const running: (() => void)[] = [];
  const begun: string[] = [];
  const refused: string[] = [];
  const come = (name: string, network = name, account = name, signal = stays) => {
    const task = () =>
      new Promise<void>((end) => {
        begun.push(name);
        running.push(end);
      });
    return gate({ network, account, signal }, task).catch((error) => {
      refused.push(name);
      return error;
    });
  };
  const end = async (count = 1) => {
    for (let ended = 0; ended < count; ended++) {
      running.shift()?.();
      await settle();
    }
  };
  return { gate, begun, refused, running, come, end };
}

const run = <T>(gate: Gate, task: () => Promise<T>) => gate({ network: "", account: "", signal: stays }, task);

describe("a gate", () => {
  it("lets as many tasks through as it has lanes, and the others in order (Q16)", async () => {
    const { come, end, begun, running } = startGate(2);
    for (const name of ["a", "b", "c", "d"]) come(name);
    await settle();
    expect(begun).toEqual(["a", "b"]);
    await end();
    expect(begun).toEqual(["a", "b", "c"]);
    await end();
    expect(begun).toEqual(["a", "b", "c", "d"]);
    expect(running).toHaveLength(2);
  });

  it("turns away at once whoever finds the line full, and nobody after it has moved (Q16)", async () => {
    const { come, end, begun, refused } = startGate(1, 2);
    for (const name of ["a", "b", "c", "d"]) come(name, "one network", "one account");
    await settle();
    expect(refused).toEqual(["d"]);
    await end();
    come("e", "one network", "one account");
    await end(3);
    expect(begun).toEqual(["a", "b", "c", "e"]);
    expect(refused).toEqual(["d"]);
  });

  it("frees the lane of a task that fails (Q16)", async () => {
    const { gate } = startGate(1, 1);
    await expect(run(gate, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(run(gate, async () => "next")).resolves.toBe("next");
  });
});

describe("whoever has gone", () => {
  /** Waits behind a task that is under way. */
  async function startWaiting() {
    const started = startGate(1);
    const client = new AbortController();
    started.come("first");
    const waiting = started.come("gone", "here", "ada", client.signal);
    await settle();
    return { ...started, client, waiting };
  }

  it("is not let through any more, and leaves the line at once with the reason (Q190)", async () => {
    const { client, waiting, begun, come, end } = await startWaiting();
    come("next");
    client.abort("gone");
    expect(await waiting).toBe("gone");
    await end(2);
    expect(begun).toEqual(["first", "next"]);
  });

  it("is not let through at all after that (Q190)", async () => {
    const { come, begun, running } = startGate(1);
    expect(await come("gone", "here", "ada", AbortSignal.abort("gone"))).toBe("gone");
    expect([begun, running]).toEqual([[], []]);
    come("next");
    expect(begun).toEqual(["next"]);
  });

  it("keeps the lane until the task has ended, and learns nothing from it (Q190)", async () => {
    const { come, begun, end } = startGate(1);
    const client = new AbortController();
    const going = come("gone", "here", "ada", client.signal);
    come("next");
    client.abort("gone");
    await settle();
    expect(begun).toEqual(["gone"]);
    await end();
    expect(await going).toBe("gone");
    expect(begun).toEqual(["gone", "next"]);
  });

  it("leaves its place to somebody else (Q190)", async () => {
    const { come, refused } = startGate(1, 2);
    const client = new AbortController();
    for (const name of ["a", "b", "c"]) come(name, name, name, client.signal);
    client.abort("gone");
    for (const name of ["d", "e"]) come(name);
    await settle();
    expect(refused).toEqual(["b", "c"]);
  });
});

describe("a crowd", () => {
  const crowd = 50;
  /** Who is let through before the owner, when the crowd is in line and the owner comes. */
  async function turnsBeforeOwner(
    place: (index: number) => [network: string, account: string],
    owner: [network: string, account: string],
    places = 1_000,
  ): Promise<number> {
    const { come, end, begun, refused } = startGate(1, places);
    for (let index = 0; index < crowd; index++) come(`crowd ${index}`, ...place(index));
    // It has been coming for a while, and goes on.
    for (let index = 0; index < 4 * crowd; index++) {
      await end();
      come(`crowd ${index} again`, ...place(index % crowd));
    }
    const before = begun.length;
    come("owner", ...owner);
    await end(crowd);
    expect(refused).not.toContain("owner");
    return begun.indexOf("owner") - before;
  }

  it.each([
    ["from one network, on one account", () => ["there", "eve"], ["here", "ada"]],
    ["from one network, on many accounts", (index) => ["there", `user ${index}`], ["here", "ada"]],
    ["from a few networks, on many accounts", (index) => [`there ${index % 3}`, `user ${index}`], ["here", "ada"]],
    ["from many networks, on one account", (index) => [`there ${index}`, "eve"], ["here", "ada"]],
    ["from many networks, on a few accounts", (index) => [`there ${index}`, `user ${index % 3}`], ["here", "ada"]],
    ["from many networks, on many accounts", (index) => [`there ${index}`, `user ${index}`], ["here", "ada"]],
    ["from the owner's network, on many accounts", (index) => ["here", `user ${index}`], ["here", "ada"]],
    ["from the owner's network, on another account", () => ["here", "eve"], ["here", "ada"]],
    ["from another network, on the owner's account", () => ["there", "ada"], ["here", "ada"]],
  ] as [string, (index: number) => [string, string], [string, string]][])(
    "%s, delays an owner by a few turns (Q190)",
    async (_, place, owner) => {
      expect(await turnsBeforeOwner(place, owner)).toBeLessThanOrEqual(3);
    },
  );

  it.each([
    ["from one network", (index) => ["there", `user ${index}`]],
    ["on one account", (index) => [`there ${index}`, "eve"]],
    ["on one account from one network", () => ["there", "eve"]],
  ] as [string, (index: number) => [string, string]][])(
    "%s, that fills the line makes room for others (Q190)",
    async (_, place) => {
      expect(await turnsBeforeOwner(place, ["here", "ada"], 10)).toBeLessThanOrEqual(2);
    },
  );

  it("in which each comes again and again delays an owner little who has not been served for a while (Q190)", async () => {
    const { come, end, begun } = startGate(1);
    const comeAll = () => Array.from({ length: crowd }, (_, index) => come(`crowd ${index}`));
    comeAll();
    come("owner");
    await end(crowd + 1);
    for (let turns = 0; turns < 300; turns += crowd) {
      comeAll();
      await end(crowd);
    }
    comeAll();
    await end(2);
    const before = begun.length;
    come("owner");
    await end(3);
    expect(begun.slice(before)).toContain("owner");
  });

  it("in the owner's own network that fills the line makes room for other accounts (Q190)", async () => {
    expect(await turnsBeforeOwner(() => ["here", "eve"], ["here", "ada"], 10)).toBeLessThanOrEqual(2);
  });

  it("of which each is alone is served in the order in which it came, and the last are turned away (Q190)", async () => {
    const { come, end, begun, refused } = startGate(1, 3);
    for (const name of ["a", "b", "c", "d", "e"]) come(name);
    await end(5);
    expect([begun, refused]).toEqual([["a", "b", "c", "d"], ["e"]]);
  });

  it("that leaves costs those nothing who came from the same network (Q190)", async () => {
    const { come, end, begun } = startGate(1);
    const attackers = new AbortController();
    come("first");
    come("gone 1", "here", "eve", attackers.signal);
    come("owner", "here", "ada");
    come("neighbour", "there", "bob");
    come("gone 2", "here", "eve", attackers.signal);
    attackers.abort();
    await end(3);
    expect(begun).toEqual(["first", "owner", "neighbour"]);
  });
});

describe("a line in which tasks take long", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  /** A gate with two lanes for tasks that take so many milliseconds, and what has come of those who came. */
  async function startSlow(ms: number, longestWait = 3_000) {
    const gate = createGate({ lanes: 2, places: 1_000, longestWait, overflow: () => new Error("full") });
    const outcomes = { served: 0, full: 0 };
    const waits: number[] = [];
    const come = async (name: string, takes = ms) => {
      const cameAt = performance.now();
      const task = async () => {
        waits.push(performance.now() - cameAt);
        await new Promise((done) => setTimeout(done, takes));
      };
      await gate({ network: name, account: name, signal: stays }, task).then(
        () => outcomes.served++,
        () => outcomes.full++,
      );
    };
    come("first");
    await vi.advanceTimersByTimeAsync(ms);
    return { gate, come, outcomes, waits };
  }

  it("has fewer places, so that the last in it waits no longer than it should (Q181)", async () => {
    const { come, outcomes, waits } = await startSlow(100);
    for (let index = 0; index < 500; index++) come(`client ${index}`);
    await vi.advanceTimersByTimeAsync(10_000);
    // Two have a lane, and thirty a lane wait for three seconds.
    expect(outcomes).toEqual({ served: 1 + 2 + 60, full: 438 });
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_000);
  });

  it("has its places also after one task that took long, because the machine was asleep", async () => {
    const { come, outcomes } = await startSlow(100);
    come("asleep", 3_600_000);
    await vi.advanceTimersByTimeAsync(3_600_000);
    for (let index = 0; index < 17; index++) come(`client ${index}`);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(outcomes).toEqual({ served: 2 + 17, full: 0 });
  });

  it("refuses at the door whoever it would refuse later, and nobody whom it would let in (Q181, Q190)", async () => {
    const { gate, come } = await startSlow(100);
    const comes = (network: string, account: string) => () => gate.requireRoom({ network, account });
    for (let index = 0; index < 40; index++) come(`client ${index}`);
    expect(comes("there", "eve")).not.toThrow();
    for (let index = 0; index < 40; index++)
      gate({ network: "there", account: `user ${index}`, signal: stays }, async () => {}).catch(() => {});
    expect(comes("there", "eve")).toThrow("full");
    expect(comes("here", "ada")).not.toThrow();
  });
});
