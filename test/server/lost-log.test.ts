import { closeSync, existsSync, openSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ServerProcess, startLocalServer, startNodeServer, temporaryDirectory } from "../support/commands.ts";
import { hasMongodb, newMongodbUri } from "../support/mongodb.ts";
import { testSecret } from "../support/rollcall.ts";

async function expectService({ url, stop }: ServerProcess): Promise<void> {
  for (let request = 0; request < 5; request++) expect((await fetch(`${url}/health`)).status).toBe(200);
  expect(await stop()).toBe(0);
}

describe("a server whose log is lost", () => {
  it("goes on when its reader has gone, as after `| head`, and stops as always", async () => {
    const server = await startLocalServer({ cwd: temporaryDirectory() });
    server.process.stdout?.destroy();
    server.process.stderr?.destroy();
    await expectService(server);
  });

  it("goes on while its reader takes nothing, and stops as always", async () => {
    const server = await startLocalServer({ cwd: temporaryDirectory() });
    server.process.stdout?.pause();
    for (let request = 0; request < 1_000; request++) await (await fetch(`${server.url}/health`)).arrayBuffer();
    await expectService(server);
  });

  it.runIf(hasMongodb && existsSync("/dev/full"))("goes on when the disk is full", async () => {
    const stdout = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(stdout));
    const { uri } = await newMongodbUri();
    const env = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test", MONGODB_URI: uri };
    await expectService(await startNodeServer({ cwd: temporaryDirectory(), env, stdout }));
  });
});
