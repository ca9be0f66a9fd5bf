import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { parseCookie } from "../../packages/client/src/index.ts";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { password } from "../support/rollcall.ts";
import { type Consumer, install } from "./consumer.ts";

let consumer: Consumer | null;

beforeAll(async () => {
  consumer = await install("examples/next");
});

it("Next builds the example, which knows on the server who has signed in in the browser (Q205)", async ({ skip }) => {
  if (!consumer) return skip("no registry");
  const cwd = temporaryDirectory();
  const rollcall = await startLocalServer({ cwd });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  writeFileSync(join(consumer.directory, ".env"), `ROLLCALL_URL=${rollcall.url}\nORIGIN=${origin}\n`);
  await consumer.npx("next", "build");
  await start(consumer.directory, port);
  const refreshes = () => rollcall.output().split('"/auth/refresh"').length - 1;
  const browser = openBrowser(origin);

  expect(await textOf(await browser.get("/profile"))).toContain("Sign in");
  expect(await browser.register()).toBe(201);
  expect([...browser.jar.keys()]).toEqual(["__Host-rollcall"]);

  expect(await textOf(await browser.get("/profile"))).toContain("ada@example.com");
  expect([[...browser.jar.keys()].length, refreshes()]).toEqual([2, 1]);

  await browser.submit("/profile", "Save", { name: "Ada" });
  expect(await textOf(await browser.get("/profile"))).toContain("<h1>Ada</h1>");
  expect(refreshes()).toBe(1);

  await advance(rollcall.url, cwd, 3_600);
  expect(await textOf(await browser.get("/profile"))).toContain("<h1>Ada</h1>");
  expect(refreshes()).toBe(2);

  await browser.submit("/profile", "Sign out");
  expect([...browser.jar.keys()]).toEqual([]);
  expect(await textOf(await browser.get("/profile"))).toContain("Sign in");
});

const textOf = (response: Response) => response.text();

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function start(cwd: string, port: number): Promise<void> {
  const next = join(cwd, "node_modules/next/dist/bin/next");
  const server: ChildProcess = spawn(process.execPath, [next, "start", "-p", String(port)], {
    cwd,
    env: { PATH: process.env.PATH, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  onTestFinished(async () => {
    server.kill();
    await ended;
  });
  await new Promise<void>((resolve, reject) => {
    server.stdout?.on("data", (chunk) => String(chunk).includes("Ready") && resolve());
    ended.then(() => reject(new Error("Next ended instead of starting")));
  });
}

async function advance(url: string, cwd: string, seconds: number): Promise<void> {
  const authorization = `Bearer ${readFileSync(join(cwd, ".rollcall/dev-token"), "utf8")}`;
  const headers = { authorization, "content-type": "application/json" };
  const { ok } = await fetch(`${url}/dev/clock`, {
    method: "POST",
    headers,
    body: JSON.stringify({ advance: seconds }),
  });
  expect(ok).toBe(true);
}

/** What a browser does without scripts: it keeps cookies, follows redirects and sends forms. */
function openBrowser(origin: string) {
  const jar = new Map<string, string>();
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", [...jar].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: "manual" });
    for (const { name, value, maxAge } of response.headers.getSetCookie().map(parseCookie)) {
      if (value === "" || maxAge === 0) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get("location");
    return location ? send(location) : response;
  }
  return {
    jar,
    get: (path: string) => send(path),
    async register(): Promise<number> {
      const headers = { origin, "content-type": "application/json", "x-rollcall-transport": "cookie" };
      const body = JSON.stringify({ email: "ada@example.com", password });
      return (await send("/rollcall/auth/register", { method: "POST", headers, body })).status;
    },
    /** Sends the form that has this button. */
    async submit(path: string, button: string, values: Record<string, string> = {}): Promise<void> {
      const forms = (await textOf(await send(path))).match(/<form[\s\S]*?<\/form>/g) ?? [];
      const form = forms.find((text) => text.includes(`>${button}<`)) ?? "";
      const body = new FormData();
      for (const [, name = "", value = ""] of form.matchAll(/type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g))
        body.append(name, value);
      for (const [name, value] of Object.entries(values)) body.append(name, value);
      const { status } = await send(path, { method: "POST", headers: { origin }, body });
      expect(status).toBe(200);
    },
  };
}
