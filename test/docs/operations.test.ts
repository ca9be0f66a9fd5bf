import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../packages/functions/src/cli/commands.ts";

const document = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");

/** The text under a heading, up to the next one of any level. */
const under = (heading: string) => document.split(/^#+ /m).find((section) => section.startsWith(`${heading}\n`)) ?? "";

describe("docs/operations.md", () => {
  it("explains every command", () => {
    const section = under("Commands");
    expect(commands.map(({ name }) => name).filter((name) => !section.includes(`\`${name}`))).toEqual([]);
  });

  it("says of every function that has permissions what calls it", () => {
    const functions = new Set(
      [...under("Permissions").matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = ""]) => cell.split(", ")),
    );
    expect(functions).toContain("`Relay`");
    const section = under("What is deployed");
    const isMissing = (name: string) => !section.includes(`\`rollcall-<stage>-${name.slice(1)}`);
    expect([...functions].filter(isMissing)).toEqual([]);
  });
});
