import { describe, expect, it, onTestFinished, vi } from "vitest";
import { jwk } from "../../../../test/support/issuer.ts";
import { virtualClock } from "../../../core/src/kernel/clock.ts";
import { createRemoteKeys } from "./remote-keys.ts";

const workers = ["navigator", { userAgent: "Cloudflare-Workers" }] as const;
const vercelsEdge = ["EdgeRuntime", "edge-runtime"] as const;

/** Keys as a Worker has them, of an issuer whose answers a test gives one by one. */
function startWorker([name, value]: readonly [string, unknown] = workers) {
  vi.stubGlobal(name, value);
  onTestFinished(() => void vi.unstubAllGlobals());
  const asked: ((response: Response) => void)[] = [];
  const fetch = () => new Promise<Response>((resolve) => asked.push(resolve));
  const clock = virtualClock();
  const keys = createRemoteKeys({ jwksUri: "https://auth.example.test/.well-known/jwks.json", clock, fetch });
  return { keys, clock, asked };
}

const published = jwk("one");
const keySet = () => Response.json({ keys: [published] });

describe("where no request may wait for another one", () => {
  it.each([
    ["Cloudflare's Workers", workers],
    ["Vercel's Edge", vercelsEdge],
  ])(
    "each reads the first keys for itself, so that one which is cancelled keeps nobody waiting: %s",
    async (_, platform) => {
      const { keys, asked } = startWorker(platform);
      // It is cancelled, and its answer never comes.
      void keys.find("one");
      const others = [keys.find("one"), keys.find("one")];
      expect(asked).toHaveLength(3);
      for (const answer of asked.slice(1)) answer(keySet());
      expect((await Promise.all(others)).map((key) => key?.kid)).toEqual(["one", "one"]);
      expect((await keys.find("one"))?.kid).toBe("one");
      expect(asked).toHaveLength(3);
    },
  );

  it("one renews the copy, and the others go on with it meanwhile", async () => {
    const { keys, clock, asked } = startWorker();
    const first = keys.find("one");
    asked[0]?.(keySet());
    await first;
    clock.advance(300);
    void keys.find("one");
    expect((await keys.find("one"))?.kid).toBe("one");
    expect((await keys.find("one"))?.kid).toBe("one");
    expect(asked).toHaveLength(2);
  });

  it("one looks for an unknown key, and the others are told to come again: nobody knows yet whether there is one", async () => {
    const { keys, clock, asked } = startWorker();
    const first = keys.find("one");
    asked[0]?.(keySet());
    await first;
    clock.advance(11);
    const second = keys.find("two");
    for (let call = 0; call < 20; call++) await expect(keys.find("two")).rejects.toMatchObject({ retryAfter: 1 });
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.(Response.json({ keys: [published, jwk("two")] }));
    expect((await second)?.kid).toBe("two");
    expect((await keys.find("two"))?.kid).toBe("two");
    expect(await keys.find("three")).toBeNull();
  });

  it("those who fail at once lengthen the pause once", async () => {
    const { keys, clock, asked } = startWorker();
    const callers = Array.from({ length: 20 }, () => keys.find("one"));
    for (const answer of asked) answer(new Response(null, { status: 503 }));
    for (const { status } of await Promise.allSettled(callers)) expect(status).toBe("rejected");
    await expect(keys.find("one")).rejects.toThrow("answered 503");
    expect(asked).toHaveLength(20);
    clock.advance(1.3);
    const well = keys.find("one");
    asked[20]?.(keySet());
    expect((await well)?.kid).toBe("one");
  });
});
