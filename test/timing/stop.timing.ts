import { expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { beginRegistration, keepConnection } from "../support/open-requests.ts";
import { timed } from "../support/timed.ts";

const withinFiveSeconds = 5_000;

it("a server stops within 5 seconds, whatever a client has begun and never finishes (Q180)", async () => {
  const server = await startLocalServer({ cwd: temporaryDirectory() });
  await beginRegistration(server);
  expect((await timed(server.stop)).ms).toBeLessThan(withinFiveSeconds);
});

it("a server whose clients only keep their connections stops in less than a second (Q180)", async () => {
  const server = await startLocalServer({ cwd: temporaryDirectory() });
  for (let client = 0; client < 20; client++) await keepConnection(server);
  expect((await timed(server.stop)).ms).toBeLessThan(1_000);
});
