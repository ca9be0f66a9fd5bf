import { createDependencies, createSecrets, definitions, systemClock, users } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { createClient } from "../../packages/client/src/index.ts";
import { createApp } from "../../packages/functions/src/app.ts";
import { origin } from "../support/cookie-page.ts";
import { password, testSecret, testSettings } from "../support/rollcall.ts";
import { VirtualTime } from "./virtual-time.ts";

export interface Account {
  id: string;
  email: string;
}

/** The real app, for many runs one after another. */
export interface Service {
  url: string;
  /** Has a request answered, as if it had come over a network. */
  answer(url: string, init: RequestInit): Promise<Response>;
  signUp(name: string): Promise<Account>;
  /** Whether a session can go on. */
  isAlive(accountId: string, sessionId: string): Promise<boolean>;
  /** What the service told its operator: sessions that it took for stolen. */
  notices: { type: string; sessionId: string }[];
  close(): Promise<void>;
}

export function startService(time: VirtualTime): Service {
  const database = openEmbeddedDatabase({ definitions });
  const clock = { ...systemClock, now: () => new Date(time.truth) };
  const dependencies = createDependencies({
    database,
    secrets: createSecrets([testSecret]),
    settings: { ...testSettings, sessionMaxTtl: 3650 * 86_400, reauthenticationMaxAge: 3650 * 86_400 },
    clock,
    hashingCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
  });
  const notices: Service["notices"] = [];
  const app = createApp({
    dependencies,
    corsOrigins: [origin],
    allowsLoopback: false,
    clientIp: () => "203.0.113.7",
    logLevel: "info",
    log: (line) => notices.push(...(JSON.parse(line).notices ?? []).filter(isTheft)),
  });
  const accounts = database.collection(users);
  const idle = testSettings.sessionIdleTtl * 1000;
  let count = 0;

  const service: Service = {
    url: testSettings.issuer,
    async answer(url, init) {
      time.busy++;
      try {
        const response = await app.fetch(new Request(url, init));
        const body = await response.arrayBuffer();
        return new Response(body.byteLength > 0 ? body : null, response);
      } finally {
        time.busy--;
      }
    },
    async signUp(name) {
      const email = `${name}${++count}@example.com`;
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ email, password });
      const response = await service.answer(`${service.url}/auth/register`, { method: "POST", headers, body });
      const { user } = (await response.json()) as { user: Account };
      return { id: user.id, email };
    },
    async isAlive(accountId, sessionId) {
      const user = await accounts.findOne({ _id: accountId });
      const session = user?.sessions?.[sessionId];
      return !!session && session.lastUsedAt.getTime() + idle > time.truth;
    },
    notices,
    close: () => database.close(),
  };
  return service;
}

const isTheft = ({ type }: { type: string }) => type === "refresh_token.reused";

/** Has the client load what it loads when it is first called for: that takes real time, which nothing in virtual time waits for. */
export async function loadClient(): Promise<void> {
  const service = startService(new VirtualTime());
  const fetch = ((url, init = {}) => service.answer(String(url), init)) as typeof globalThis.fetch;
  const { api, accessToken } = createClient(service.url, { fetch });
  const { email } = await service.signUp("first");
  await api.auth.login.$post({ json: { email, password } });
  await Promise.all([api.me.verify.$post({ json: { password } }), accessToken("orders")]);
  await service.close();
}

/** Whose an access token is. */
export function claimsIn(accessToken: string): { sub: string; sid: string } {
  return JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString());
}
