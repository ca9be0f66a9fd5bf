import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import { serviceTokenOf, signUp } from "../support/accounts.ts";
import { type Json, takeApart } from "../support/forged-tokens.ts";
import { document, type Issuer, snippet, startIssuer, tokensFor } from "../support/verify-tokens.ts";

/** A folder of this repository, so that its packages are found, with these snippets, told of another issuer. */
function folderOf(issuer: Issuer, files: Record<string, string>): string {
  const directory = mkdtempSync(join(import.meta.dirname, ".verify-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(directory, name), issuer.told(code));
  return directory;
}

const jsDriver = `
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { isBadToken, verify } from "./verify.mjs";
const verdicts = {};
for (const [name, token] of Object.entries(JSON.parse(await text(process.stdin))))
  verdicts[name] = await verify(token).then(({ sub }) => sub, (error) => (isBadToken(error) ? "bad" : "undecided"));
console.log(JSON.stringify(verdicts));
`;

const pythonDriver = `
import json, sys
import jwt
from verify import verify

def verdict(token):
    try:
        return verify(token)["sub"]
    except jwt.PyJWKClientConnectionError:
        return "undecided"
    except jwt.PyJWTError:
        return "bad"

print(json.dumps({name: verdict(token) for name, token in json.load(sys.stdin).items()}))
`;

interface Runner {
  command: string;
  snippetName: string;
  driverName: string;
  /** A program that says what the snippet says of each token that it is given. */
  driver: string;
}

const jose: Runner = {
  command: process.execPath,
  snippetName: "verify.mjs",
  driverName: "driver.mjs",
  driver: jsDriver,
};

const pyJwt: Runner = {
  command: process.env.PYTHON ?? "python3",
  snippetName: "verify.py",
  driverName: "driver.py",
  driver: pythonDriver,
};

const hasPyJwt = spawnSync(pyJwt.command, ["-c", "import jwt, cryptography"]).status === 0;

/** By the names of the tokens. */
async function verdictsOf({ command, driverName }: Runner, cwd: string, tokens: object): Promise<Json> {
  const child = spawn(command, [driverName], { cwd, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(tokens));
  return JSON.parse(await text(child.stdout)) as Json;
}

/** As the document calls the types of JSON. */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return typeof value === "string" ? "text" : typeof value;
}

const allOf = (tokens: object, verdict: string) =>
  Object.fromEntries(Object.keys(tokens).map((name) => [name, verdict]));

async function holdAgainstTokens(runner: Runner): Promise<void> {
  const issuer = await startIssuer();
  const { sub, good, bad } = await tokensFor(issuer);
  const { snippetName, driverName, driver } = runner;
  const directory = folderOf(issuer, { [snippetName]: snippet(snippetName), [driverName]: driver });
  expect(await verdictsOf(runner, directory, { ...good, ...bad })).toEqual({
    ...allOf(good, sub),
    ...allOf(bad, "bad"),
  });
  issuer.fail(503);
  expect(await verdictsOf(runner, directory, good)).toEqual(allOf(good, "undecided"));
}

/** Starts the service of a snippet; the system chooses its port. */
async function startService(cwd: string) {
  const file = join(cwd, "server.mjs");
  const listening = "const server = app.listen(0, () => console.log(server.address().port));";
  writeFileSync(file, readFileSync(file, "utf8").replace(/^app\.listen\(.*\);$/m, listening));
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  const port = await new Promise((resolve) => child.stdout.once("data", (line) => resolve(Number(line))));
  return async (authorization: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/orders`, { headers: { authorization } });
    const { status, headers } = response;
    return { status, challenge: headers.get("www-authenticate"), body: await response.text() };
  };
}

describe("docs/verify-tokens.md", () => {
  it("has every claim of a token and every member of its header, with its type (Q91)", async () => {
    const { rollcall } = await startIssuer();
    const { accessToken } = (await signUp(rollcall)).tokens;
    const { header, claims } = takeApart(await serviceTokenOf(rollcall, accessToken, "orders"));
    const rows = document.matchAll(
      /^\| `(\w+)` \|(?: [^|]+ \|)? (text|number|list)\b[^|]* \| `([^|]+)` \| [^|]+ \|$/gm,
    );
    const documented = [...rows].map(([, name, type = "", example = ""]) => ({ name, type, example }));
    expect(documented.map(({ name }) => name).sort()).toEqual([...Object.keys(header), ...Object.keys(claims)].sort());
    for (const { name = "", type, example } of documented) {
      expect(type, name).toBe(typeOf({ ...header, ...claims }[name]));
      expect(type === "text" ? "text" : typeOf(JSON.parse(example)), name).toBe(type);
    }
  });

  it("verifies with jose what is for the service, and nothing else (Q91, Q187)", () => holdAgainstTokens(jose));

  it.skipIf(!hasPyJwt)(
    "verifies with PyJWT, where python3 has it (pip install 'pyjwt[crypto]'), what is for the service, and nothing else (Q91, Q187)",
    () => holdAgainstTokens(pyJwt),
  );

  it("guards a service of Express (Q91, Q187)", async () => {
    const issuer = await startIssuer();
    const { sub, good, bad } = await tokensFor(issuer);
    const directory = folderOf(issuer, { "server.mjs": snippet("server.mjs") });
    const call = await startService(directory);
    for (const [name, token] of Object.entries(good))
      expect(await call(`Bearer ${token}`), name).toEqual({ status: 200, challenge: null, body: `{"owner":"${sub}"}` });
    for (const [name, token] of Object.entries(bad))
      expect(await call(`Bearer ${token}`), name).toMatchObject({
        status: 401,
        challenge: 'Bearer error="invalid_token"',
      });
    for (const other of ["", "Basic YTpi", "Bearer"])
      expect(await call(other), other).toMatchObject({ status: 401, challenge: "Bearer" });
    issuer.fail(503);
    expect(await (await startService(directory))(`Bearer ${Object.values(good)[0]}`)).toMatchObject({ status: 503 });
  });

  it("guards a service of Hono (Q91, Q187)", async () => {
    const issuer = await startIssuer();
    const { sub, good, bad } = await tokensFor(issuer);
    const directory = folderOf(issuer, { "orders.ts": snippet("orders.ts") });
    const { default: app } = (await import(pathToFileURL(join(directory, "orders.ts")).href)) as { default: Hono };
    const call = async (token: string, path = "/orders", method = "GET") => {
      const response = await app.request(path, { method, headers: { authorization: `Bearer ${token}` } });
      return { status: response.status, body: await response.text() };
    };
    for (const [name, token] of Object.entries(good)) {
      expect(await call(token), name).toEqual({ status: 200, body: `{"owner":"${sub}"}` });
      expect(await call(token, "/orders/all"), name).toMatchObject({ status: 403 });
      expect(await call(token, "/orders", "DELETE"), name).toMatchObject({ status: 204 });
    }
    for (const [name, token] of Object.entries(bad)) expect(await call(token), name).toMatchObject({ status: 401 });
  });
});
