import { describe, expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { openConnection } from "../support/loopback.ts";
import { portOf } from "../support/open-requests.ts";
import { timed } from "../support/timed.ts";

describe("a client that may take longer than an answer does", () => {
  it("is told so when its time is up, and not cut before (Q161)", async () => {
    const env = { HEADERS_TIMEOUT: "33", REQUEST_TIMEOUT: "33" };
    const server = await startLocalServer({ cwd: temporaryDirectory(), env });
    const { socket, closed } = await openConnection(portOf(server));
    socket.write("GET /health HTTP/1.1\r\nHost: x\r\n");
    const { result, ms } = await timed(() => closed);
    expect(result).toMatch(/^HTTP\/1\.1 408 /);
    expect([ms > 32_900, ms < 38_000]).toEqual([true, true]);
  });
});
