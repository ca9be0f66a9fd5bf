import { createDependencies, createSecrets, definitions, systemClock, users } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import type { PasskeyOffer } from "@rollcall/core/passkey";
import { createClient, type RollcallClient, unwrap } from "../../packages/client/src/index.ts";
import { createApp } from "../../packages/functions/src/app.ts";
import { Authenticator } from "../support/authenticator.ts";
import { origin } from "../support/cookie-page.ts";
import { password, testSecret, testSettings } from "../support/rollcall.ts";
import { VirtualTime } from "./virtual-time.ts";

export interface Account {
  id: string;
  email: string;
  /** Its second factor, which is asked for at every sign-in. */
  passkey?: Authenticator;
}

/** The real app, for many runs one after another. */
export interface Service {
  url: string;
  /** Has a request answered, as if it had come over a network. */
  answer(url: string, init: RequestInit): Promise<Response>;
  signUp(name: string): Promise<Account>;
  /** The same with a passkey as the second factor. */
  signUpProtected(name: string): Promise<Account>;
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
  const post = async <T>(path: string, body: object, token = ""): Promise<T> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const response = await service.answer(service.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return response.json() as Promise<T>;
  };
  const register = (name: string) =>
    post<{ user: Account; tokens: { accessToken: string } }>("/auth/register", {
      email: `${name}${++count}@example.com`,
      password,
    });

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
      const { id, email } = (await register(name)).user;
      return { id, email };
    },
    async signUpProtected(name) {
      const { user, tokens } = await register(name);
      await accounts.updateOne({ _id: user.id }, { $set: { emailVerified: true } });
      const passkey = new Authenticator({ origin: testSettings.passkeys.origins[0] as string });
      const { options, challenge } = await post<PasskeyOffer>("/me/passkeys/options", {}, tokens.accessToken);
      await post("/me/passkeys", { challenge, passkey: passkey.create(options) }, tokens.accessToken);
      return { id: user.id, email: user.email, passkey };
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
  await service.signUpProtected("second");
  await api.auth.login.$post({ json: { email, password } });
  await Promise.all([api.me.verify.$post({ json: { password } }), accessToken("orders")]);
  await service.close();
}

/** Signs in by the password, and by the second factor where there is one. */
export async function signIn(
  { api: { auth } }: Pick<RollcallClient<never>, "api">,
  { email, passkey }: Account,
  options: object,
): Promise<unknown> {
  const answer = await auth.login.$post({ json: { email, password } }, options);
  if (!passkey || answer.status !== 401) return answer;
  const problem = await answer.json();
  if (problem.code !== "second_factor_required") return answer;
  const { mfaToken } = problem;
  const request = await unwrap(auth.mfa.passkey.$post({ json: { mfaToken } }, options));
  return auth.mfa.$post({ json: { mfaToken, passkey: passkey.get(request.options) } }, options);
}

/** Whose an access token is. */
export function claimsIn(accessToken: string): { sub: string; sid: string } {
  return JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString());
}
