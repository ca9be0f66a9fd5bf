import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedPlatforms, nativeHasher } from "../../scripts/server-bundle/native-hasher.ts";
import { bundleServer } from "../../scripts/server-bundle/server-bundle.ts";
import { startFiles } from "../../scripts/start-files.ts";
import { runProcess, startServerProcess, temporaryDirectory } from "../support/commands.ts";
import { hasMongodb, newMongodbUri } from "../support/mongodb.ts";
import { password, testSecret } from "../support/rollcall.ts";

/** Where no package is to be found. */
const bundle = join(tmpdir(), `rollcall-server-${process.pid}`);
const server = [process.execPath, join(bundle, "server.mjs")] as const;
const rollcall = [process.execPath, join(bundle, "rollcall.mjs")] as const;
let metafile: Metafile;

beforeAll(async () => {
  metafile = await bundleServer(bundle, installedPlatforms().map(nativeHasher));
}, 60_000);
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

const deployed = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
const credentials = { email: "ada@example.com", password };

async function post(url: string, path: string, body: object): Promise<number> {
  const headers = { "content-type": "application/json" };
  return (await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) })).status;
}

/** The words of an instruction of the Dockerfile, whose program is then this Node. */
function dockerfile(instruction: "CMD" | "HEALTHCHECK CMD"): [string, ...string[]] {
  const text = readFileSync(join(import.meta.dirname, "../../Dockerfile"), "utf8");
  const [program, ...args] = JSON.parse(new RegExp(`^${instruction} (\\[.*\\])$`, "m").exec(text)?.[1] ?? "[]");
  expect(program).toBe("node");
  return [process.execPath, ...args];
}

describe.runIf(hasMongodb)("the server's bundle, in a folder without packages", () => {
  it("serves, hashes passwords, and stops when it is told to", async () => {
    const { uri } = await newMongodbUri();
    const { url, stop } = await startServerProcess(server, { cwd: bundle, env: { ...deployed, MONGODB_URI: uri } });
    expect(await post(url, "/auth/register", credentials)).toBe(201);
    expect(await post(url, "/auth/login", credentials)).toBe(200);
    expect(await post(url, "/auth/login", { ...credentials, password: "not the password" })).toBe(401);
    for (const path of ["/openapi.json", "/ready"]) expect((await fetch(url + path)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  it("has the command line beside it", async () => {
    const { uri, client } = await newMongodbUri();
    const env = { ...deployed, MONGODB_URI: uri };
    const created = await runProcess([...rollcall, "admin", "create", credentials.email], {
      cwd: bundle,
      env,
      stdin: `${password}\n`,
    });
    expect([created.code, created.stderr]).toEqual([0, ""]);
    expect(await client.db().collection("users").findOne()).toMatchObject({
      email: credentials.email,
      roles: ["admin"],
    });
    expect((await runProcess([...rollcall, "keys", "list"], { cwd: bundle, env })).stdout).toMatch(/ES256 {2}active/);
  });

  it("is what the Dockerfile starts, and its health check tells a server from none", async () => {
    const { uri } = await newMongodbUri();
    const env = { ...deployed, MONGODB_URI: uri };
    const { url, stop } = await startServerProcess(dockerfile("CMD"), { cwd: bundle, env });
    const check = () => runProcess(dockerfile("HEALTHCHECK CMD"), { cwd: bundle, env: { PORT: new URL(url).port } });
    expect((await check()).code).toBe(0);
    await stop();
    expect((await check()).code).toBe(1);
  });
});

describe("the server's bundle", () => {
  it("names each setting that is missing, and lets no local database stand in", async () => {
    const cwd = temporaryDirectory();
    const missing = expect.stringMatching(
      /^SECRET_KEY: is not set.*\nMONGODB_URI: is not set.*\nISSUER: is not set.*\n$/,
    );
    for (const command of [server, [...rollcall, "keys", "list"]] as const) {
      expect(await runProcess(command, { cwd })).toEqual({ code: 1, stdout: "", stderr: missing });
      expect(await runProcess(command, { cwd, env: deployed })).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^MONGODB_URI: is not set.*\n$/),
      });
    }
    expect(readdirSync(cwd)).toEqual([]);
    expect(bundled().filter((file) => /nedb|embedded|local-(server|database)|routes\/dev/.test(file))).toEqual([]);
  });

  it("makes secrets, and tells its version and how it is used", async () => {
    const run = (...args: string[]) => runProcess([...rollcall, ...args], { cwd: bundle });
    expect((await run("secret")).stdout).toMatch(/^[\w-]{43}\n$/);
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await run("help")).stdout).toContain("admin create");
  });

  it("loads the database's driver only when it needs it", () => {
    for (const program of ["server", "rollcall"])
      expect(startOf(program).filter((file) => file.includes("/mongodb/"))).toEqual([]);
  });

  it("says so on a Node that is too old, and on a machine for which it has no native code", async () => {
    const directory = temporaryDirectory();
    const foreign = join(directory, "argon2.plan9-mips.node");
    const old = join(directory, "old.cjs");
    writeFileSync(foreign, "");
    writeFileSync(old, 'Object.defineProperty(process, "versions", { value: { node: "22.20.0" } });');
    await bundleServer(join(directory, "server"), [foreign]);
    const start = join(directory, "server/server.mjs");
    for (const [command, line] of [
      [[process.execPath, "-r", old, start], /^Rollcall needs Node 24 or newer, and this is 22\.20\.0\.\n$/],
      [[process.execPath, start], /^This bundle hashes no passwords on this machine .*argon2\.plan9-mips\.node.*\n$/],
    ] as const) {
      expect(await runProcess(command, { cwd: directory, env: deployed })).toEqual({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(line),
      });
    }
  });

  it("comes with the licence of everything that is in it", () => {
    const licenses = readFileSync(join(bundle, "licenses.txt"), "utf8");
    for (const name of [
      "Rollcall",
      "@zxcvbn-ts",
      "mongodb 7",
      "bson 7",
      "hono 4",
      "jose 6",
      "zod 4",
      "@node-rs/argon2 2",
    ]) {
      expect(licenses).toContain(name);
    }
    const packages = bundled().flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
    for (const name of new Set(packages)) expect(licenses).toMatch(new RegExp(`^${name} \\d`, "m"));
    for (const part of licenses.split(/^-{80}$/m)) expect(part).toMatch(/copyright|See \S+:\/\//i);
  });
});

/** The sources of which something is left in the bundle. */
function bundled(): string[] {
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
  );
}

/** The sources that a program loads before it does anything. */
function startOf(program: string): string[] {
  const { outputs } = metafile;
  const entry = Object.keys(outputs).find((file) => file.endsWith(`lib/${program}.mjs`)) as string;
  return [...startFiles(outputs, entry)].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
}
