import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../packages/functions/src/app.ts";
import { functionUrlHandler, sourceIp } from "../packages/functions/src/lambda/function-url.ts";
import { socketAddress, startServer } from "../packages/functions/src/listen.ts";
import { functionUrlEvent } from "./support/function-url-event.ts";
import { startRollcall } from "./support/rollcall.ts";

/** Every field in which proxies name a client's address. */
const claims = {
  "x-forwarded-for": "192.0.2.66",
  "x-real-ip": "192.0.2.66",
  forwarded: "for=192.0.2.66",
  "cf-connecting-ip": "192.0.2.66",
  "true-client-ip": "192.0.2.66",
  "x-client-ip": "192.0.2.66",
  "cloudfront-viewer-address": "192.0.2.66:443",
};

function startLoggingApp(clientIp: typeof socketAddress) {
  const logs: string[] = [];
  const log = (line: string) => void logs.push(line);
  const { dependencies } = startRollcall();
  const app = createApp({ dependencies, corsOrigins: [], logLevel: "info", clientIp, log });
  return { app, loggedAddress: () => JSON.parse(logs.at(-1) ?? "{}").ip };
}

it("is the socket's on Node, whatever a header claims (Q33)", async () => {
  const { app, loggedAddress } = startLoggingApp(socketAddress);
  const server = await startServer(app, { host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.close());
  for (const [name, value] of Object.entries(claims)) {
    expect((await fetch(`${server.url}/health`, { headers: { [name]: value } })).status).toBe(200);
    expect([name, loggedAddress()]).toEqual([name, "127.0.0.1"]);
  }
});

it("is the request context's on Lambda, whatever a header claims (Q33)", async () => {
  const { app, loggedAddress } = startLoggingApp(sourceIp);
  for (const [name, value] of Object.entries(claims)) {
    const event = functionUrlEvent({ path: "/health", headers: { [name]: value } });
    await functionUrlHandler(app)(event, { getRemainingTimeInMillis: () => 20_000 });
    expect([name, loggedAddress()]).toEqual([name, "198.51.100.4"]);
  }
});
