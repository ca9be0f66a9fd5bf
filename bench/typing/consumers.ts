import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packClient } from "../../scripts/client-package.ts";
import { inTemporaryDirectory } from "../leftovers.ts";
import { peers } from "../peers.ts";

/* Programs that use the client, as a compiler and an editor meet them. */

const root = join(import.meta.dirname, "../..");

/** TypeScript's compiler and language server. */
export const compiler = join(root, "node_modules/.bin/tsc");

export interface Consumer {
  install(modules: string): void;
  compilerOptions: Record<string, unknown>;
  /** What its file begins with; `api` are the routes then. */
  preamble: string;
  /** Calls of it, with names that end with a number. */
  calls: readonly ((n: number) => string)[];
  /** One that must not compile: types that got lost cost nothing and check nothing. */
  wrongCall: string;
}

/** The calls that an application makes most, each with its own narrowing. */
const calls = [
  (n: number) => `const a${n} = await api.auth.login.$post({ json: { email: "a", password: "b" } });
if (!a${n}.ok) { const p = await a${n}.json(); if (p.code === "invalid_credentials") console.log(p.title); } else console.log((await a${n}.json()).user.email);`,
  (n: number) => `const b${n} = await api.me.$get(); if (b${n}.ok) console.log((await b${n}.json()).name);`,
  (n: number) =>
    `const c${n} = await api.me.$patch({ json: { name: "x" } }); if (c${n}.status === 422) console.log((await c${n}.json()).issues);`,
  (n: number) =>
    `const d${n} = await api.users.$get({ query: { q: "a" } }); if (d${n}.ok) for (const u of (await d${n}.json()).items) console.log(u.status);`,
  (n: number) =>
    `const e${n} = await api.users[":id"].$patch({ param: { id: "x" }, json: { status: "disabled" } }); if (e${n}.status === 409) console.log((await e${n}.json()).code);`,
];
const wrongCall = 'await api.auth.login.$post({ json: { email: "a" } });';

/** It has only the packed client and hono. */
export const published: Consumer = {
  install: installPackedClient,
  compilerOptions: { types: [] },
  preamble:
    'import { createClient } from "@rollcall/client";\nconst { api } = createClient("http://x", { reauthenticate: () => false });',
  calls,
  wrongCall,
};

/** It makes the types of hc<App> from the server's source. */
export const fromSource: Consumer = {
  install: (modules) => symlinkSync(join(root, "node_modules"), modules),
  compilerOptions: { types: ["node"], allowImportingTsExtensions: true },
  preamble:
    'import { hc } from "hono/client";\nimport type { App } from "@rollcall/functions";\nconst api = hc<App>("http://x");',
  calls,
  wrongCall,
};

/** It has better-auth's client with the plugins for the same calls. */
export const betterAuthClient: Consumer = {
  install: (modules) => symlinkSync(join(peers, "node_modules"), modules),
  compilerOptions: { types: [], lib: ["es2024", "dom", "dom.iterable"] },
  preamble: `import { createAuthClient } from "better-auth/client";
import { adminClient, emailOTPClient, jwtClient, magicLinkClient } from "better-auth/client/plugins";
const api = createAuthClient({ plugins: [adminClient(), emailOTPClient(), jwtClient(), magicLinkClient()] });`,
  calls: [
    (n) => `const a${n} = await api.signIn.email({ email: "a", password: "b" });
if (a${n}.error) { if (a${n}.error.code === "INVALID_EMAIL_OR_PASSWORD") console.log(a${n}.error.message); } else console.log(a${n}.data.user.email);`,
    (n) => `const b${n} = await api.getSession(); if (b${n}.data) console.log(b${n}.data.user.name);`,
    (n) => `const c${n} = await api.updateUser({ name: "x" }); if (c${n}.error) console.log(c${n}.error.status);`,
    (n) =>
      `const d${n} = await api.admin.listUsers({ query: { searchValue: "a" } }); if (d${n}.data) for (const u of d${n}.data.users) console.log(u.banned);`,
    (n) => `const e${n} = await api.admin.banUser({ userId: "x" }); if (e${n}.error) console.log(e${n}.error.code);`,
  ],
  wrongCall: 'await api.signIn.email({ email: "a" });',
};

/** Sets a consumer up, whose file index.ts has `text` after the preamble. */
export function inConsumer<Result>(
  { install, compilerOptions, preamble }: Consumer,
  text: string,
  use: (directory: string, source: string) => Result | Promise<Result>,
): Promise<Result> {
  return inTemporaryDirectory((directory) => {
    install(join(directory, "node_modules"));
    const options = { strict: true, skipLibCheck: true, noEmit: true, module: "nodenext", target: "es2024" };
    const tsconfig = { compilerOptions: { ...options, ...compilerOptions }, files: ["index.ts"] };
    const source = `${preamble}\n${text}\n`;
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
    writeFileSync(join(directory, "index.ts"), source);
    return use(directory, source);
  });
}

function installPackedClient(modules: string): void {
  const target = join(modules, "@rollcall/client");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", packClient(modules), "-C", target, "--strip-components", "1"]);
  cpSync(join(root, "node_modules/hono"), join(modules, "hono"), { recursive: true });
}

export function manyCalls(count: number, { calls }: Pick<Consumer, "calls"> = published): string {
  return Array.from({ length: count }, (_, n) => calls[n % calls.length]?.(n)).join("\n");
}
