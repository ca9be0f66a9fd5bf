import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { helpOn } from "./help.ts";
import { parse } from "./parse.ts";

const understood = (line: string) => parse(line.split(" ").filter(Boolean), commands);

function refusalOf(line: string): string {
  try {
    understood(line);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`${line} was understood`);
}

describe("a command line", () => {
  it.each([
    ["events", {}],
    ["events --user ada@example.com --follow", { "--user": "ada@example.com", "--follow": "" }],
    ["events --type=sign_in.failed", { "--type": "sign_in.failed" }],
  ])("`%s` gives a command its options", (line, given) => {
    expect(understood(line)).toMatchObject({ command: { name: "events" }, operand: "", options: { given } });
  });

  it.each([
    ["admin create ada@example.com", "admin create", "ada@example.com", false],
    ["-- admin create -ada@example.com", "admin create", "-ada@example.com", false],
    ["admin promote --yes ada@example.com", "admin promote", "ada@example.com", true],
    ["user delete user_01 --yes", "user delete", "user_01", true],
    ["keys revoke -h4hkBJ", "keys revoke", "-h4hkBJ", false],
    ["keys revoke --yes", "keys revoke", "--yes", false],
    ["maintain", "maintain", "", false],
  ])("`%s` calls a command", (line, name, operand, yes) => {
    expect(understood(line)).toMatchObject({ kind: "run", command: { name }, operand, options: { yes } });
  });

  it.each([
    ["", "Which command?"],
    ["admin", "admin alone is no command; there are create, promote, demote, list."],
    ["admin crate", "There is no command admin crate; there are create, promote, demote, list."],
    ["frobnicate", "There is no command frobnicate."],
    ["events --user", "events needs EMAIL|ID behind --user: `npm run rollcall -- events [--user EMAIL|ID]"],
    ["events --type=", "events needs TYPE behind --type"],
    ["events --since yesterday", "events has no option --since"],
    ["events ada@example.com", "events takes nothing"],
    [
      "user remove-factors ada@example.com",
      "user remove-factors needs --reason TEXT: `npm run rollcall -- user remove-factors EMAIL|ID --reason TEXT [--yes]`",
    ],
    ["user remove-factors ada@example.com --reason", "user remove-factors needs TEXT behind --reason"],
    ["user remove-factors --reason lost", "user remove-factors needs an EMAIL or an ID"],
    ["--wrong", "There is no command --wrong."],
    ["help frobnicate", "There is no command frobnicate."],
    ["admin create", "admin create needs an EMAIL: `npm run rollcall -- admin create EMAIL`"],
    ["user show", "user show needs an EMAIL or an ID:"],
    ["keys revoke", "keys revoke needs a KID:"],
    ["keys revoke one two", "keys revoke takes a KID and nothing more:"],
    ["secret more", "secret takes nothing:"],
    ["admin create ada@example.com swordfish", "admin create takes an EMAIL and nothing more:"],
    ["admin create ada@example.com --password=swordfish", "admin create has no option --password:"],
    ["keys list --yes", "keys list has no option --yes:"],
  ])("`%s` is answered with what is missing or too much, in one line", (line, reason) => {
    const refusal = refusalOf(line);
    expect(refusal).toContain(reason);
    expect(refusal).not.toMatch(/\n|swordfish/);
  });
});

describe("the help", () => {
  const helpOf = (line: string) => {
    const request = understood(line);
    if (request.kind !== "help") throw new Error(`${line} asks for no help`);
    return stripVTControlCharacters(helpOn(request.topic));
  };

  it.each(["help", "--help", "-h"])("on `%s` has a line for each command", (line) => {
    for (const { name, summary } of commands) {
      expect(helpOf(line)).toMatch(new RegExp(`^  ${name}\\b.* ${summary.replace("|", "\\|")}$`, "m"));
    }
  });

  it.each(["help admin", "admin --help", "admin -h"])("on `%s` has those of the group", (line) => {
    expect(helpOf(line)).toContain("  admin promote EMAIL [--yes]   Make an administrator");
    expect(helpOf(line)).not.toContain("keys list");
  });

  it.each(["help admin create", "admin create --help", "admin create ada@example.com -h"])(
    "on `%s` is that of the command",
    (line) => {
      expect(helpOf(line)).toMatch(
        /^Usage: npm run rollcall -- admin create EMAIL\n\nCreate an administrator's account\./,
      );
      expect(helpOf(line)).toContain("standard input");
    },
  );

  it("is narrow enough for a terminal", () => {
    for (const line of ["help", ...commands.map(({ name }) => `help ${name}`)]) {
      expect(
        Math.max(
          ...helpOf(line)
            .split("\n")
            .map((text) => text.length),
        ),
      ).toBeLessThanOrEqual(100);
    }
  });
});
