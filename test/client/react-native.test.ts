import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { buildClient } from "../../scripts/client-package.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

type Client = typeof import("../../packages/client/src/index.ts");

let code: string;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-client-"));
  await buildClient(directory);
  const { outputFiles } = await build({
    entryPoints: [join(directory, "index.js")],
    nodePaths: [join(import.meta.dirname, "../../node_modules")],
    bundle: true,
    format: "iife",
    globalName: "client",
    write: false,
  });
  rmSync(directory, { recursive: true });
  code = outputFiles[0]?.text as string;
}, 60_000);

/** React Native's, by abort-controller 3: no reason, no throwIfAborted, and neither `any` nor `timeout`. */
class AbortController {
  readonly #listeners = new Set<() => void>();
  readonly signal = {
    aborted: false,
    addEventListener: (_: string, listener: () => void) => void this.#listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => void this.#listeners.delete(listener),
  };

  abort(): void {
    this.signal.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}

/** React Native's: it changes addresses, and takes none apart. */
class URL {
  readonly href: string;

  constructor(address: string) {
    this.href = address.endsWith("/") ? address : `${address}/`;
  }

  toString(): string {
    return this.href;
  }
}

/** Loads the client where there is only what Hermes and React Native have: JavaScript, and this. */
function onPhone(fetch: (url: string, init: RequestInit) => Promise<Response>): Client {
  const { setTimeout, clearTimeout, queueMicrotask, Headers, Response, Request, URLSearchParams } = globalThis;
  const given = { setTimeout, clearTimeout, queueMicrotask, Headers, Response, Request, URLSearchParams };
  const context = createContext({ ...given, fetch, URL, AbortController, navigator: { product: "ReactNative" } });
  runInContext("globalThis.window = globalThis", context);
  runInContext(code, context);
  return runInContext("client", context);
}

/** Like AsyncStorage or expo-secure-store. */
function keychain() {
  const items = new Map<string, string>();
  return {
    getItem: async (key: string) => items.get(key) ?? null,
    setItem: async (key: string, value: string) => void items.set(key, value),
    removeItem: async (key: string) => void items.delete(key),
  };
}

/** The service, for a fetch whose signals are not those of Node. */
const reach =
  (service: TestRollcall) =>
  (url: string, { signal: _, ...init }: RequestInit) =>
    service.fetch(url, init);

describe("the client on React Native", () => {
  it("registers, refreshes, starts again with what is in its store, and signs out (Q205)", async () => {
    const service = startRollcall();
    const store = keychain();
    const first = onPhone(reach(service)).createClient(service.url, { store });
    const email = "ada@example.com";
    expect((await first.api.auth.register.$post({ json: { email, name: "Ada", password } })).status).toBe(201);
    service.clock.advance(3_600);
    expect((await first.api.me.$get()).status).toBe(200);

    const again = onPhone(reach(service)).createClient(service.url, { store });
    expect((await again.api.me.$get()).status).toBe(200);
    expect(await again.accessToken("orders")).toMatch(/^ey/);
    await again.signOut();
    expect((await again.api.me.$get()).status).toBe(401);
  });

  it("lets a caller give up, with an error of the usual name (Q205)", async () => {
    const service = startRollcall();
    const store = keychain();
    const phone = onPhone(reach(service)).createClient(service.url, { store });
    await phone.api.auth.register.$post({ json: { email: "ada@example.com", name: "Ada", password } });
    service.clock.advance(3_600);
    const silent = (url: string, init: RequestInit) =>
      url.endsWith("/auth/refresh") ? new Promise<Response>(() => {}) : reach(service)(url, init);
    const waiting = onPhone(silent).createClient(service.url, { store });
    const controller = new AbortController();
    const call = waiting.api.me.$get({}, { init: { signal: controller.signal as unknown as AbortSignal } });
    setTimeout(() => controller.abort(), 50);
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });
});
