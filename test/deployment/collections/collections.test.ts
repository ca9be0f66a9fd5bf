import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../../support/commands.ts";

const run = promisify(execFile);
const runners = join(import.meta.dirname, "node_modules");
const collections = join(import.meta.dirname, "../../../collections");

/** Each with what its documentation tells a user to run; what the arguments would show to everybody comes another way. */
const clients = [
  {
    client: "Postman",
    cwd: collections,
    command: (url: string, folder: string) => [
      join(runners, "newman/bin/newman.js"),
      ...["run", "rollcall.postman_collection.json", "--env-var", `baseUrl=${url}`],
      ...["-e", environmentFile(folder)],
    ],
  },
  {
    client: "Bruno",
    cwd: join(collections, "bruno"),
    command: (url: string) => [
      join(runners, "@usebruno/cli/bin/bru.js"),
      ...["run", "-r", "--env", "local", "--env-var", `baseUrl=${url}`],
    ],
  },
];

const tokenOf = (folder: string) => readFileSync(join(folder, ".rollcall/dev-token"), "utf8");

/** An environment of Postman's, with the token of the local server in a folder. */
function environmentFile(folder: string): string {
  const file = join(folder, "environment.json");
  writeFileSync(file, JSON.stringify({ values: [{ key: "devToken", value: tokenOf(folder) }] }));
  return file;
}

describe("the collections for API clients, in the clients' own runners", () => {
  for (const { client, cwd, command } of clients) {
    it(`succeed in ${client} from top to bottom, and a second time`, { timeout: 180_000 }, async () => {
      const folder = temporaryDirectory();
      const { url } = await startLocalServer({ cwd: folder });
      const env = { ...process.env, DEV_TOKEN: tokenOf(folder) };
      for (const round of ["first", "second"]) {
        // A request or an assertion that failed is an exit code, which rejects with what was printed.
        const { stdout } = await run(process.execPath, command(url, folder), { cwd, env });
        expect(stdout, round).toMatch(/delete[ -]my[ -]account/i);
      }
    });
  }
});
