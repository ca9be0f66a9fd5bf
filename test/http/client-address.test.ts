import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServerClient } from "../../packages/client/src/index.ts";
import { createApp } from "../../packages/functions/src/app.ts";
import { parseConfig } from "../../packages/functions/src/config.ts";
import { within } from "../../packages/functions/src/http/networks.ts";
import type { TrustedProxies } from "../../packages/functions/src/http/proxies.ts";
import { sourceIp as fromEvent, functionUrlHandler } from "../../packages/functions/src/lambda/function-url.ts";
import { socketAddress } from "../../packages/functions/src/node/listen.ts";
import { functionUrlEvent } from "../support/function-url-event.ts";
import { listenOnLoopback } from "../support/loopback.ts";
import { password, startRollcall, testSecret, testSettings } from "../support/rollcall.ts";

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

function startLoggingApp(clientIp: typeof socketAddress, trustedProxies?: TrustedProxies) {
  const logs: string[] = [];
  const log = (line: string) => void logs.push(line);
  const { dependencies } = startRollcall();
  const app = createApp({ dependencies, corsOrigins: [], logLevel: "info", clientIp, trustedProxies, log });
  const lastLine = () => JSON.parse(logs.at(-1) ?? "{}");
  return { app, loggedAddress: () => lastLine().ip, lastLine };
}

/** What a server behind these proxies takes for the client's address, by what it logs. */
async function startBehind(TRUSTED_PROXIES: string) {
  const { trustedProxies } = parseConfig({ SECRET_KEY: testSecret, ISSUER: testSettings.issuer, TRUSTED_PROXIES });
  const { app, loggedAddress } = startLoggingApp(socketAddress, trustedProxies);
  const server = await listenOnLoopback(app);
  onTestFinished(() => server.close());
  const port = Number(new URL(server.url).port);
  return async (...fields: string[]) => {
    const socket = connect(port, "127.0.0.1");
    socket.end(["GET /health HTTP/1.1", "Host: localhost", "Connection: close", ...fields, "", ""].join("\r\n"));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
    return loggedAddress();
  };
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

describe("behind a proxy that is trusted, here on loopback", () => {
  it.each(["1", "loopback", "127.0.0.1", "127.0.0.0/8"])(
    "is whom that names, by TRUSTED_PROXIES=%s (Q33)",
    async (setting) => {
      const addressFor = await startBehind(setting);
      expect(await addressFor("X-Forwarded-For: 203.0.113.7")).toBe("203.0.113.7");
      expect(await addressFor("X-Forwarded-For: 192.0.2.66, 203.0.113.7")).toBe("203.0.113.7");
      expect(await addressFor()).toBe("127.0.0.1");
    },
  );

  it("is not what a client has put into lines of its own before (Q33)", async () => {
    const addressFor = await startBehind("loopback");
    const lines = ["X-Forwarded-For: 192.0.2.66", "x-forwarded-for: 192.0.2.67", "X-Forwarded-For: 203.0.113.7"];
    expect(await addressFor(...lines)).toBe("203.0.113.7");
  });

  it("is the proxy's where that has nothing to say, whatever other fields claim (Q33)", async () => {
    const addressFor = await startBehind("loopback");
    for (const [name, value] of Object.entries(claims).filter(([name]) => name !== "x-forwarded-for")) {
      expect([name, await addressFor(`${name}: ${value}`)]).toEqual([name, "127.0.0.1"]);
      const both = await addressFor(`${name}: ${value}`, "X-Forwarded-For: 203.0.113.7");
      expect([name, both]).toEqual([name, "203.0.113.7"]);
    }
  });

  it("is the peer's where another one is trusted (Q33)", async () => {
    const addressFor = await startBehind("10.0.0.0/8");
    expect(await addressFor("X-Forwarded-For: 203.0.113.7")).toBe("127.0.0.1");
  });
});

describe("a peer nearby that names its client, where no proxy is trusted", () => {
  const forwarded = { headers: { "x-forwarded-for": "203.0.113.7" } };

  it.each(["127.0.0.1", "10.0.0.3", "::ffff:172.17.0.1", "fd12::1"])(
    "is told of in the log, once: %s",
    async (peer) => {
      const { app, lastLine } = startLoggingApp(() => peer);
      const shown = peer.replace("::ffff:", "");
      await app.request("/health");
      expect(lastLine()).toMatchObject({ level: "info", ip: shown });
      await app.request("/health", forwarded);
      const advice = expect.stringMatching(`^If ${shown} is a proxy of yours, name it in TRUSTED_PROXIES`);
      expect(lastLine()).toMatchObject({ level: "warn", ip: shown, notices: [{ type: "proxy.unknown", advice }] });
      await app.request("/health", forwarded);
      expect(lastLine()).not.toHaveProperty("notices");
    },
  );

  it("is not, where it is from the Internet: there it is a forgery, or as common", async () => {
    const { app, lastLine } = startLoggingApp(() => "198.51.100.4");
    await app.request("/health", forwarded);
    expect(lastLine()).toMatchObject({ level: "info", ip: "198.51.100.4" });
  });

  it("is not, where a proxy is trusted", async () => {
    const { app, lastLine } = startLoggingApp(
      () => "10.0.0.3",
      () => true,
    );
    await app.request("/health", forwarded);
    expect(lastLine()).toMatchObject({ level: "info", ip: "203.0.113.7" });
  });
});

it("is the client's in the list of sessions, which its owner reads", async () => {
  const { app } = startLoggingApp(
    () => "10.0.0.3",
    () => true,
  );
  const json = { "content-type": "application/json", "x-forwarded-for": "203.0.113.7" };
  const body = JSON.stringify({ email: "ada@example.com", password });
  const { tokens } = await (await app.request("/auth/register", { method: "POST", headers: json, body })).json();
  const headers = { authorization: `Bearer ${tokens.accessToken}` };
  expect((await (await app.request("/me/sessions", { headers })).json()).items).toMatchObject([{ ip: "203.0.113.7" }]);
});

it("is the visitor's where a server that renders pages is trusted, and its client is given a fetch that adds it", async () => {
  const { app, loggedAddress } = startLoggingApp(() => "10.0.0.3", within(["10.0.0.0/8"]));
  const addressed: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("x-forwarded-for", "203.0.113.7");
    return app.request(input as string, { ...init, headers });
  };
  const { api } = createServerClient(testSettings.issuer, { headers: {}, fetch: addressed });
  expect((await api.health.$get()).status).toBe(200);
  expect(loggedAddress()).toBe("203.0.113.7");
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
