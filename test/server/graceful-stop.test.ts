import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { definitions } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { describe, expect, it } from "vitest";
import { users } from "../../packages/core/src/user/index.ts";
import { type ServerProcess, startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { beginRegistration, keepConnection, portOf, registration } from "../support/open-requests.ts";

async function takesConnections(server: ServerProcess): Promise<boolean> {
  const socket = connect(portOf(server), "127.0.0.1");
  const isOpen = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}

async function untilDeaf(server: ServerProcess): Promise<void> {
  while (await takesConnections(server));
}

describe("the local server, told to stop", () => {
  it("finishes what it is serving, takes nothing else, and leaves nothing behind (Q180)", async () => {
    const cwd = temporaryDirectory();
    const server = await startLocalServer({ cwd });
    const kept = await keepConnection(server);
    const serving = await beginRegistration(server);
    const stopped = server.stop();
    await untilDeaf(server);
    serving.socket.write(registration);
    expect(await serving.until(/"refreshToken":".*\}$/s)).toMatch(/HTTP\/1\.1 201 /);
    expect(await stopped).toBe(0);
    await Promise.all([kept.closed, serving.closed]);

    const directory = join(cwd, ".rollcall");
    expect(readdirSync(directory).sort()).toEqual(["data", "dev-token", "lock", "mailbox", "secret-key"]);
    expect(readdirSync(join(directory, "data"))).not.toContain("owner");
    const database = openEmbeddedDatabase({ directory: join(directory, "data"), definitions });
    expect(await database.collection(users).findOne({ email: "ada@example.com" })).toMatchObject({ status: "active" });
    await database.close();
  });

  it("does not wait for a client that never finishes, and ends once when it is told twice (Q180)", async () => {
    const server = await startLocalServer({ cwd: temporaryDirectory() });
    const serving = await beginRegistration(server);
    server.process.kill("SIGINT");
    expect(await server.stop()).toBe(0);
    expect(await serving.closed).not.toMatch(/HTTP\/1\.1 2/);
  });
});
