import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { definitions } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { describe, expect, it } from "vitest";
import { users } from "../packages/core/src/user/index.ts";
import { type ServerProcess, startLocalServer, temporaryDirectory } from "./support/commands.ts";
import { openConnection, type RawConnection } from "./support/loopback.ts";
import { password } from "./support/rollcall.ts";

const registration = JSON.stringify({ email: "ada@example.com", password });

const portOf = ({ url }: ServerProcess) => Number(new URL(url).port);

/** A registration that the server has begun to serve, and of which the body is still to come. */
async function beginRegistration(server: ServerProcess): Promise<RawConnection> {
  const connection = await openConnection(portOf(server));
  connection.socket.write(
    "POST /auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n" +
      `Content-Length: ${registration.length}\r\n\r\n`,
  );
  await connection.until(/^HTTP\/1\.1 100 Continue\r\n/);
  return connection;
}

/** A connection that has been used and is kept for later. */
async function keepConnection(server: ServerProcess): Promise<RawConnection> {
  const connection = await openConnection(portOf(server));
  connection.socket.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
  await connection.until(/"ok"/);
  return connection;
}

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

async function timed<T>(work: Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work;
  return { result, seconds: (performance.now() - started) / 1000 };
}

describe("the local server, told to stop", () => {
  it("finishes what it is serving, takes nothing else, and leaves nothing behind (Q180)", async () => {
    const cwd = temporaryDirectory();
    const server = await startLocalServer({ cwd });
    const kept = await keepConnection(server);
    const serving = await beginRegistration(server);
    const stopped = timed(server.stop());
    await untilDeaf(server);
    serving.socket.write(registration);
    expect(await serving.until(/"refreshToken":".*\}$/s)).toMatch(/HTTP\/1\.1 201 /);
    const { result, seconds } = await stopped;
    expect(result).toBe(0);
    expect(seconds).toBeLessThan(5);
    await Promise.all([kept.closed, serving.closed]);

    const directory = join(cwd, ".rollcall");
    expect(readdirSync(directory).sort()).toEqual(["data", "secret-key"]);
    expect(readdirSync(join(directory, "data"))).not.toContain("lock");
    const database = openEmbeddedDatabase({ directory: join(directory, "data"), definitions });
    expect(await database.collection(users).findOne({ email: "ada@example.com" })).toMatchObject({ status: "active" });
    await database.close();
  });

  it("does not wait for a client that never finishes, and ends once when it is told twice (Q180)", async () => {
    const server = await startLocalServer({ cwd: temporaryDirectory() });
    const serving = await beginRegistration(server);
    server.process.kill("SIGINT");
    const { result, seconds } = await timed(server.stop());
    expect(result).toBe(0);
    expect(seconds).toBeLessThan(5);
    expect(await serving.closed).not.toMatch(/HTTP\/1\.1 2/);
  });
});
