import { networkInterfaces } from "node:os";
import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../../packages/functions/src/app.ts";
import { sourceIp as fromEvent, functionUrlHandler } from "../../packages/functions/src/lambda/function-url.ts";
import { socketAddress } from "../../packages/functions/src/node/listen.ts";
import { functionUrlEvent } from "../support/function-url-event.ts";
import { listenOnLoopback } from "../support/loopback.ts";
import { password, startRollcall } from "../support/rollcall.ts";

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
  const server = await listenOnLoopback(app);
  onTestFinished(() => server.close());
  for (const [name, value] of Object.entries(claims)) {
    expect((await fetch(`${server.url}/health`, { headers: { [name]: value } })).status).toBe(200);
    expect([name, loggedAddress()]).toEqual([name, "127.0.0.1"]);
  }
});

it("is the request context's on Lambda, whatever a header claims (Q33)", async () => {
  const { app, loggedAddress } = startLoggingApp(fromEvent);
  for (const [name, value] of Object.entries(claims)) {
    const event = functionUrlEvent({ path: "/health", headers: { [name]: value } });
    await functionUrlHandler(app)(event, { getRemainingTimeInMillis: () => 20_000 });
    expect([name, loggedAddress()]).toEqual([name, "198.51.100.4"]);
  }
});

const spellings = [
  ["::ffff:198.51.100.4", "198.51.100.4"],
  ["::FFFF:198.51.100.4", "198.51.100.4"],
  ["::ffff:c633:6404", "198.51.100.4"],
  ["0:0:0:0:0:ffff:c633:6404", "198.51.100.4"],
  ["198.51.100.4", "198.51.100.4"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["64:ff9b::198.51.100.4", "64:ff9b::c633:6404"],
  ["::1", "::1"],
];

it.each(spellings)("is shown in one spelling on Lambda: %s", async (sourceIp, shown) => {
  const { app, loggedAddress } = startLoggingApp(fromEvent);
  const event = functionUrlEvent({ path: "/health" });
  event.requestContext.http.sourceIp = sourceIp as string;
  await functionUrlHandler(app)(event, { getRemainingTimeInMillis: () => 20_000 });
  expect(loggedAddress()).toBe(shown);
});

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.family === "IPv6");

it.runIf(hasIpv6)(
  "is shown as IPv4 where a socket listens for IPv6 too, in the log and to the session's owner",
  async () => {
    const { app, loggedAddress } = startLoggingApp(socketAddress);
    const server = await listenOnLoopback(app, { host: "::" });
    onTestFinished(() => server.close());
    const send = (path: string, init: RequestInit) =>
      fetch(`http://127.0.0.1:${new URL(server.url).port}${path}`, {
        ...init,
        headers: { "content-type": "application/json", ...init.headers },
      });
    const body = JSON.stringify({ email: "ada@example.com", password });
    const { tokens } = await (await send("/auth/register", { method: "POST", body })).json();
    expect(loggedAddress()).toBe("127.0.0.1");
    const sessions = await send("/me/sessions", { headers: { authorization: `Bearer ${tokens.accessToken}` } });
    expect((await sessions.json()).items).toMatchObject([{ ip: "127.0.0.1" }]);
  },
);
