import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { openConnection } from "../support/loopback.ts";
import { portOf } from "../support/open-requests.ts";
import { timed } from "../support/timed.ts";
import { type Outcome, quantile, send } from "./support/rate.ts";

const halfHead = "GET /health HTTP/1.1\r\nHost: x\r\n";
const halfBody =
  "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";

/** How long each of `count` clients is served that send `beginning`, and then a byte now and again. */
async function drip(port: number, count: number, beginning: string): Promise<number[]> {
  const client = async () => {
    const { socket, closed } = await openConnection(port);
    const { ms } = await timed(async () => {
      socket.write(beginning);
      const timer = setInterval(() => socket.write("x"), 1_000);
      await closed;
      clearInterval(timer);
    });
    return ms / 1_000;
  };
  return Promise.all(Array.from({ length: count }, client));
}

describe("slow clients", () => {
  it("20 of them, and 300, are cut after the documented time, and the others are served meanwhile (Q161)", async () => {
    const server = await startLocalServer({ cwd: temporaryDirectory() });
    const [head, body] = [drip(portOf(server), 20, halfHead), drip(portOf(server), 300, halfBody)];
    const honest = ["/health", "/ready", "/.well-known/jwks.json"];
    const served: Outcome[] = [];
    for (let request = 0; request < 60; request++) {
      served.push(await send(server.url, { method: "GET", path: honest[request % 3] as string }));
      await sleep(100);
    }
    const p95 = quantile(
      served.map(({ ms }) => ms),
      0.95,
    );
    console.log(`Others beside 320 slow clients: p95 ${p95.toFixed(1)} ms`);
    expect(served.filter(({ status }) => status !== 200)).toEqual([]);
    expect(p95).toBeLessThan(2_000);
    for (const seconds of await head) expect([seconds > 9.9, seconds < 15]).toEqual([true, true]);
    for (const seconds of await body) expect([seconds > 19.9, seconds < 25]).toEqual([true, true]);
  });
});
