import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProcess, type ServerProcess, startServerProcess, temporaryDirectory } from "../support/commands.ts";
import { copyProject } from "../support/project-copy.ts";

const dev = [process.execPath, "scripts/dev.ts"] as const;

/** Resolves when something has become true. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function untilGone({ url }: ServerProcess): Promise<void> {
  await until(async () => !(await answers(url)));
}

describe("the local server of `npm run dev`", () => {
  it.each(["SIGKILL", "SIGTERM", "SIGHUP"] as const)("ends with scripts/dev.ts when that gets %s", async (signal) => {
    const server = await startServerProcess(dev, { cwd: copyProject() });
    server.process.kill(signal);
    await untilGone(server);
  });

  it("ends with npm when that is killed, and leaves its folder free", async () => {
    const cwd = copyProject();
    const server = await startServerProcess(["npm", "run", "dev"], { cwd });
    server.process.kill("SIGKILL");
    await untilGone(server);
    await startServerProcess(dev, { cwd });
  });

  it("starts again after a change, and after one that broke it waits for the next", async () => {
    const cwd = copyProject();
    const file = join(cwd, "packages/functions/src/node/local.ts");
    const source = readFileSync(file, "utf8");
    const { output } = await startServerProcess(dev, { cwd });
    const urls = () => [...output().matchAll(/listens on (\S+)/g)].map(([, url]) => url as string);

    appendFileSync(file, "\n");
    await until(() => urls().length === 2);
    writeFileSync(file, "throw new Error('a mistake');");
    await until(() => output().includes("It starts again after the next change."));
    writeFileSync(file, source);
    await until(() => urls().length === 3);
    expect(await answers(urls().at(-1) as string)).toBe(true);
  });

  it("stops, too, while it waits for the last request before it starts again", async () => {
    const cwd = copyProject();
    const { url, process: development } = await startServerProcess(dev, { cwd });
    const request = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => {});
    request.write(
      "POST /auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    appendFileSync(join(cwd, "packages/functions/src/node/local.ts"), "\n");
    await until(async () => !(await answers(url)));
    const exited = once(development, "exit");
    development.kill("SIGTERM");
    request.end();
    expect(await exited).toEqual([0, null]);
  });

  it("is not waited for when its first start fails: the line that says why is the last", async () => {
    const { code, stdout, stderr } = await runProcess(dev, { cwd: copyProject(), env: { REGISTRATION: "maybe" } });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^REGISTRATION: .*\n$/);
  });

  it("serves, but is not restarted, where the system gives no more file watches", async () => {
    const preload = join(temporaryDirectory(), "no-watches.cjs");
    writeFileSync(
      preload,
      `require("node:fs").watch = () => { throw Object.assign(new Error("no space"), { code: "ENOSPC" }) };
       require("node:module").syncBuiltinESMExports();`,
    );
    const [node, program] = dev;
    const { url, output } = await startServerProcess([node, "-r", preload, program], { cwd: copyProject() });
    expect(await answers(url)).toBe(true);
    expect(output().match(/^.*ENOSPC.*$/gm)).toEqual([
      "The system gives no more file watches (ENOSPC): a change will not restart the server.",
    ]);
  });
});
