import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "../../support/commands.ts";

const run = promisify(execFile);
const runners = new URL("node_modules/", import.meta.url).pathname;
const collections = new URL("../../../collections/", import.meta.url).pathname;

const clients = [
  {
    client: "Postman",
    cwd: collections,
    command: (url: string) => [
      `${runners}newman/bin/newman.js`,
      ...["run", "rollcall.postman_collection.json", "--env-var", `baseUrl=${url}`],
    ],
  },
  {
    client: "Bruno",
    cwd: `${collections}bruno`,
    command: (url: string) => [
      `${runners}@usebruno/cli/bin/bru.js`,
      ...["run", "-r", "--env", "local", "--env-var", `baseUrl=${url}`],
    ],
  },
];

describe("the collections for API clients, in the clients' own runners", () => {
  for (const { client, cwd, command } of clients) {
    it(`succeed in ${client} from top to bottom, and a second time`, async () => {
      const { url } = await startLocalServer({ cwd: temporaryDirectory() });
      for (const round of ["first", "second"]) {
        // A request or an assertion that failed is an exit code, which rejects with what was printed.
        const { stdout } = await run(process.execPath, command(url), { cwd });
        expect(stdout, round).toContain("Delete my account");
      }
    });
  }
});
