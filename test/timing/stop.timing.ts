import { expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { changePassword } from "../support/local-server.ts";
import { beginRegistration, keepConnection } from "../support/open-requests.ts";
import { startSmtpServer } from "../support/smtp-server.ts";
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

it("a server stops in less than a second with a mail for a server that is silent (Q180)", async () => {
  const { port } = await startSmtpServer({ replies: { MAIL: "250-wait" } });
  const env = { MAIL_TRANSPORT: "smtp", SMTP_URL: `smtp://127.0.0.1:${port}` };
  const server = await startLocalServer({ cwd: temporaryDirectory(), env });
  await changePassword(server.url);
  expect((await timed(server.stop)).ms).toBeLessThan(1_000);
});
