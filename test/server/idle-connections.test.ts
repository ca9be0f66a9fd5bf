import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { openConnection } from "../support/loopback.ts";
import { portOf } from "../support/open-requests.ts";

describe("a load balancer that keeps idle connections for 60 seconds", () => {
  it("finds each of 240 open when it uses them again", { timeout: 90_000 }, async () => {
    const server = await startLocalServer({ cwd: temporaryDirectory() });
    const connections = await Promise.all(Array.from({ length: 240 }, () => openConnection(portOf(server))));
    const use = async (answers: RegExp) => {
      for (const { socket } of connections) socket.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      await Promise.all(connections.map(({ until }) => until(answers)));
    };
    await use(/"ok"/);
    await sleep(60_000);
    await use(/"ok".*"ok"/s);
  });
});
