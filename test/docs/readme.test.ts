import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildClient } from "../../scripts/client-package.ts";
import { startLocalServer, temporaryDirectory } from "../support/commands.ts";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const run = promisify(execFile);

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, code]) => code as string,
  );
}

/** In the test's own folder, where npm has no project, the one command it is asked for stands for itself. */
const npm = 'npm() { shift 3; "$NODE" "$CLI" "$@"; }';
const cli = join(root, "packages/functions/src/cli/main.ts");

describe("the tour of the README", () => {
  it("runs as it is written, command by command, and then through the typed client", async () => {
    const cwd = temporaryDirectory();
    const { url } = await startLocalServer({ cwd });
    const here = (code: string) => code.replaceAll("http://127.0.0.1:3000", url);
    const separated = blocks("sh").map((block) => `${here(block)}\necho; echo ----`);
    const { stdout } = await run("bash", ["-euc", [npm, ...separated].join("\n")], {
      cwd,
      // Its packages are those of the project, in whose folder people go through the tour.
      env: { PATH: process.env.PATH, NODE: process.execPath, CLI: cli, NODE_PATH: join(root, "node_modules") },
    });
    const [, registered, signedIn, confirmed, account, forAnother, refreshed, factor, mistakes, administered, later] =
      stdout.split("----\n").map((part) => part.trim());

    expect(registered).toContain('"email":"ada@example.com"');
    expect(signedIn).toBe("");
    expect(confirmed).toBe("");
    expect(account).toMatch(/"emailVerified":true,"name":"Ada"[\s\S]*"name":"Ada Lovelace"[\s\S]*"current":true/);
    expect(forAnother).toMatch(/"tokenType":"Bearer"[\s\S]*"keys":/);
    expect(refreshed).toContain('"refreshToken":');
    expect(factor).toMatch(/^\{"user":.*"tokens":/);
    expect(mistakes).toMatch(/"code":"invalid_credentials"[\s\S]*"code":"validation_failed"/);
    expect(administered).toMatch(
      /is an administrator now[\s\S]*"email":"grace@example.com"[\s\S]*"items":\[\{[^\]]*grace/,
    );
    expect(later).toMatch(/^\{"now":"[^"]+Z"\}[\s\S]*"code":"invalid_token"/);
    expect(await runTypeScript(here(blocks("ts")[0] as string))).toBe(
      "grace@example.com Grace\nada@example.com Ada Lovelace\nsigned out: signed_out\n",
    );
  }, 60_000);
});

/** From a folder of this repository, so that the built client finds hono. */
async function runTypeScript(code: string): Promise<string> {
  const directory = mkdtempSync(join(root, "test/.readme-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const installed = join(directory, "node_modules/@rollcall/client");
  await buildClient(join(installed, "dist"));
  copyFileSync(join(root, "packages/client/package.json"), join(installed, "package.json"));
  writeFileSync(join(directory, "tour.ts"), code);
  return (await run(process.execPath, [join(directory, "tour.ts")])).stdout;
}
