import { onTestFinished } from "vitest";
import { sessionKeyOf } from "../../packages/client/src/base-address.ts";
import { createClient, type SessionEnd, type TokenStore } from "../../packages/client/src/index.ts";
import { password } from "../support/rollcall.ts";
import { Network } from "./network.ts";
import type { Client } from "./page.ts";
import { type Account, loadClient, type Service, startService } from "./service.ts";
import { type FailingStore, syncStore } from "./stores.ts";
import { VirtualTime } from "./virtual-time.ts";

/** A client, what it was told, and where it keeps its session. */
export interface Device extends Client {
  ends: SessionEnd[];
  store: FailingStore;
}

/** One situation of the property test, made on purpose: a service, a network and a time of its own. */
export interface Situation {
  time: VirtualTime;
  network: Network;
  service: Service;
  /** Where clients keep the session. */
  key: string;
  /** What was sent so far, such as `POST /auth/refresh`, with its body. */
  sent: { route: string; body: Record<string, string> }[];
  open(store?: FailingStore): Device;
  signIn(client: Client, account?: Account): Promise<void>;
  /** What a promise gives, with all the time that it takes. */
  outcome<T>(promise: Promise<T>): Promise<T>;
  /** How many requests of a route were sent. */
  count(route: string): number;
}

await loadClient();

export function situation(): Situation {
  const time = new VirtualTime();
  const restore = time.install();
  const service = startService(time);
  onTestFinished(async () => {
    restore();
    await service.close();
  });
  const sent: Situation["sent"] = [];
  const network = new Network(service, time, {
    sent(url, { method = "GET", body }) {
      sent.push({ route: `${method} ${url.slice(service.url.length)}`, body: JSON.parse(String(body ?? "{}")) });
    },
    answered: async () => {},
    delayed() {},
  });
  const outcome = async <T>(promise: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    promise.then(done, done);
    if (!(await time.until(() => isDone, 600_000))) throw new Error("It never ends");
    return promise;
  };
  return {
    time,
    network,
    service,
    key: sessionKeyOf(service.url),
    sent,
    open(store = syncStore()) {
      const ends: SessionEnd[] = [];
      const options = {
        store: store as TokenStore,
        fetch: network.fetch,
        reauthenticate: () => false,
        onSessionEnd: (end: SessionEnd) => ends.push(end),
      };
      return { ...createClient(service.url, options), ends, store };
    },
    async signIn(client, account) {
      const { email } = account ?? (await service.signUp("ada"));
      const { status } = await outcome(client.api.auth.login.$post({ json: { email, password } }));
      if (status !== 200) throw new Error(`Nobody can sign in: ${status}`);
    },
    outcome,
    count: (route) => sent.filter((request) => request.route === route).length,
  };
}

/** A client that somebody is signed in to, and whose access token has expired. */
export async function expired(store?: FailingStore): Promise<Situation & { device: Device }> {
  const all = situation();
  const device = all.open(store);
  await all.signIn(device);
  await all.time.pass(601_000);
  return { ...all, device };
}
