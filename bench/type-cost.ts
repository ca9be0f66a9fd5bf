import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packClient } from "../scripts/client-package.ts";

/*
 * What it costs a compiler to use the client: 100 calls in a consumer that has only the packed client and
 * hono, against the same 100 calls on hc<App> made from the server's source.
 */

export interface TypeCost {
  published: Diagnostics;
  source: Diagnostics;
  /** Instantiations of the published client over those of hc<App> from source. */
  ratio: number;
}

interface Diagnostics {
  instantiations: number;
  /** Seconds of checking. */
  checkTime: number;
}

const root = join(import.meta.dirname, "..");
const calls = 100;

/** The calls that an application makes most, over and over, each with its own narrowing. */
const call = [
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

export function measureTypeCost(): TypeCost {
  const published = inDirectory(
    usePackedClient,
    [],
    'import { createClient } from "@rollcall/client";\nconst { api } = createClient("http://x");',
  );
  const source = inDirectory(
    useSource,
    ["--allowImportingTsExtensions", "--types", "node"],
    'import { hc } from "hono/client";\nimport type { App } from "@rollcall/functions";\nconst api = hc<App>("http://x");',
  );
  return { published, source, ratio: published.instantiations / source.instantiations };
}

function inDirectory(install: (modules: string) => void, extra: string[], preamble: string): Diagnostics {
  const directory = mkdtempSync(join(tmpdir(), "rollcall-type-cost-"));
  try {
    install(join(directory, "node_modules"));
    const body = Array.from({ length: calls }, (_, n) => call[n % call.length]?.(n)).join("\n");
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    writeFileSync(join(directory, "index.ts"), `${preamble}\n${body}\n${wrongCall}\n`);
    return compile(directory, extra);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function usePackedClient(modules: string): void {
  const target = join(modules, "@rollcall/client");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", packClient(modules), "-C", target, "--strip-components", "1"]);
  cpSync(join(root, "node_modules/hono"), join(modules, "hono"), { recursive: true });
}

function useSource(modules: string): void {
  symlinkSync(join(root, "node_modules"), modules);
}

const flags = [
  "--noEmit",
  "--extendedDiagnostics",
  "--strict",
  "--skipLibCheck",
  "--module",
  "nodenext",
  "--target",
  "es2024",
];

/** A client whose types got lost costs nothing and checks nothing, so each consumer also holds a call that must not compile. */
const wrongCall = '// @ts-expect-error: the password is missing\nawait api.auth.login.$post({ json: { email: "a" } });';

function compile(directory: string, extra: string[]): Diagnostics {
  const output = execFileSync(join(root, "node_modules/.bin/tsc"), [...flags, ...extra, join(directory, "index.ts")], {
    cwd: directory,
    encoding: "utf8",
  });
  const read = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1]);
  return { instantiations: read("Instantiations"), checkTime: read("Check time") };
}
