import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { describe, expect, it } from "vitest";
import { runProcess, temporaryDirectory } from "../support/commands.ts";
import { copyProject } from "../support/project-copy.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** What scripts/ready.cjs says in a folder with these packages, on this Node or on what claims to be another. */
async function ready({ packages, command, node }: { packages: string[]; command: string; node?: string }) {
  const cwd = temporaryDirectory();
  copyFileSync(join(root, "scripts/ready.cjs"), join(cwd, "ready.cjs"));
  for (const name of packages) {
    mkdirSync(join(cwd, "node_modules", name), { recursive: true });
    writeFileSync(join(cwd, "node_modules", name, "index.js"), "");
  }
  const versions = { ...process.versions, node: node ?? process.versions.node };
  writeFileSync(
    join(cwd, "node.cjs"),
    `Object.defineProperty(process, "versions", { value: ${JSON.stringify(versions)} });`,
  );
  return runProcess([process.execPath, "-r", "./node.cjs", "ready.cjs"], {
    cwd,
    env: { npm_lifecycle_event: command },
  });
}

describe("what runs before every command of package.json", () => {
  const development = ["hono", "vitest"];

  it("is there before every command", () => {
    for (const script of Object.values<string>(JSON.parse(read("package.json")).scripts)) {
      expect(script).toMatch(/^node (-r \.\/scripts\/ready\.cjs \S+\.ts$|scripts\/ready\.cjs && )/);
    }
  });

  it("says nothing where nothing is missing", async () => {
    for (const [command, packages] of [
      ["dev", ["hono"]],
      ["start", ["hono"]],
      ["rollcall", ["hono"]],
      ["test", development],
    ] as const) {
      expect(await ready({ command, packages: [...packages] })).toEqual({ code: 0, stdout: "", stderr: "" });
    }
  });

  it.each([
    ["no packages", { packages: [], command: "dev" }, /^The packages are not installed\. Run `npm ci` first\.\n$/],
    [
      "an older Node",
      { packages: development, command: "test", node: "20.20.2" },
      /^Rollcall needs Node 24 .* 20\.20\.2\. .*\n$/,
    ],
    [
      "no development packages",
      { packages: ["hono"], command: "test" },
      /^This needs the development packages\. .*\n$/,
    ],
  ])("names in one line: %s", async (_case, state, line) => {
    expect(await ready(state)).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(line) });
  });

  it("is written so that Nodes of 2015 can read it", async () => {
    const [old, today] = await Promise.all(
      ["es2015", "esnext"].map((target) => transform(read("scripts/ready.cjs"), { target })),
    );
    expect(old?.code).toBe(today?.code);
  });
});

it("an event is handed to its function from a folder with any name", async () => {
  const command = [process.execPath, "scripts/invoke.ts", "lambda-events/api/get-health.json"] as const;
  const { code, stdout } = await runProcess(command, { cwd: copyProject(), env: { LOG_LEVEL: "silent" } });
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ statusCode: 200 })]);
});

describe("the sources", () => {
  const sources = globSync(["{packages,test,scripts,bench}/**/*.{ts,mjs,cjs}"], {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**", "test/project/installation.test.ts"],
  });

  it.each([
    ["the path of a URL, in which a space is %20", /import\.meta\.url\)\.pathname/],
    ["a path where a URL belongs, in which # ends it", /\bimport\((join|resolve|file|path)\b/],
    ["a command line, which a shell splits at spaces", /\bexecSync\(|\bshell: true/],
  ])("take no folder's name apart: none uses %s", (_what, careless) => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.filter((file) => careless.test(read(file)))).toEqual([]);
  });
});
