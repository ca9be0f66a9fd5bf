import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../../../../test/support/commands.ts";

const url = "http://127.0.0.1:3000";

/** What is left of the file when a process has announced itself, has done something, and has ended. */
function left(action: string): string | null {
  const directory = temporaryDirectory();
  const program = `
    import { writeFileSync } from "node:fs";
    import { announcedServer, announceServer } from ${JSON.stringify(join(import.meta.dirname, "local-server-file.ts"))};
    const directory = ${JSON.stringify(directory)};
    announceServer(directory, "${url}");
    if (announcedServer(directory, process.pid) !== "${url}" || announcedServer(directory, 1) !== null) throw new Error();
    ${action}`;
  execFileSync(process.execPath, ["--input-type=module-typescript", "-e", program]);
  const file = join(directory, "server-url");
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

it("the local server's file goes with its process, and stays when the next one has written it meanwhile", () => {
  expect(left("")).toBeNull();
  const next = `${url}\n1\n`;
  expect(left(`writeFileSync(directory + "/server-url", ${JSON.stringify(next)});`)).toBe(next);
});
