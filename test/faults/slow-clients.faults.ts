import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { openConnection } from "../support/loopback.ts";
import { portOf } from "../support/open-requests.ts";
import { timed } from "../support/timed.ts";

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

describe("a client that may take longer than an answer does", () => {
  it("is told so when its time is up, and not cut before (Q161)", async () => {
    const env = { HEADERS_TIMEOUT: "33", REQUEST_TIMEOUT: "33" };
    const server = await startLocalServer({ cwd: temporaryDirectory(), env });
    const { socket, closed } = await openConnection(portOf(server));
    socket.write(halfHead);
    const { result, ms } = await timed(() => closed);
    expect(result).toMatch(/^HTTP\/1\.1 408 /);
    expect([ms > 32_900, ms < 35_000]).toEqual([true, true]);
  });
});

describe("slow clients", () => {
  it("20 of them, and 300, are cut after the documented time, and the others are served meanwhile (Q161)", async () => {
    const server = await startLocalServer({ cwd: temporaryDirectory() });
    const [head, body] = [drip(portOf(server), 20, halfHead), drip(portOf(server), 300, halfBody)];
    const served: number[] = [];
    for (let request = 0; request < 50; request++) {
      served.push((await timed(() => fetch(`${server.url}/health`))).ms);
      await sleep(100);
    }
    expect(served.sort((a, b) => a - b)[47]).toBeLessThan(100);
    for (const seconds of await head) expect([seconds > 9.9, seconds < 12]).toEqual([true, true]);
    for (const seconds of await body) expect([seconds > 19.9, seconds < 22]).toEqual([true, true]);
  });
});
