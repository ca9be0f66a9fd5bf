import { join } from "node:path";
import { definitions } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { describe, expect, it, vi } from "vitest";
import { systemContext } from "../../packages/core/src/context.ts";
import { newUserDocument, users } from "../../packages/core/src/user/index.ts";
import { runCommand, temporaryDirectory } from "../support/commands.ts";
import { startRollcall } from "../support/rollcall.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const id = "mail_01kb0000000000000000000000";

/** A folder with an account one of whose mails was given up. */
async function withDeadLetter(): Promise<string> {
  const cwd = temporaryDirectory();
  const database = openEmbeddedDatabase({ directory: join(cwd, ".rollcall", "data"), definitions });
  const at = new Date("2026-05-01T12:00:00.000Z");
  const delivery = { queuedAt: at, due: at, tries: 64, dead: true as const };
  await database.collection(users).insertOne({
    ...newUserDocument(systemContext(startRollcall().dependencies), {
      email: "ada@example.com",
      name: null,
      roles: [],
      passwordHash: null,
    }),
    outbox: {
      [id]: {
        kind: "mail",
        ...delivery,
        template: "password-changed",
        to: "ada@example.com",
        data: { name: null, at: at.toISOString() },
      },
    },
    outboxDue: null,
    outboxDead: at,
  });
  await database.close();
  return cwd;
}

describe("rollcall mail", () => {
  it("lists what was given up, and has it tried again", async () => {
    const cwd = await withDeadLetter();
    const line = `${id}  2026-05-01T12:00:00.000Z  64 tries  password-changed  ada@example.com\n`;
    expect(await runCommand(["mail", "list"], { cwd })).toMatchObject({ code: 0, stdout: line });
    expect(await runCommand(["mail", "retry", "mail_x"], { cwd })).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("Nothing with the id mail_x was given up."),
    });
    expect(await runCommand(["mail", "retry", id], { cwd })).toMatchObject({
      code: 0,
      stdout: "1 will be tried again.\n",
    });
    expect(await runCommand(["mail", "list"], { cwd })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringContaining("Nothing was given up."),
    });
    expect(await runCommand(["mail", "retry", "all"], { cwd })).toMatchObject({
      code: 0,
      stdout: "0 will be tried again.\n",
    });
  });

  it("retry wants to know what", async () => {
    const cwd = temporaryDirectory();
    expect(await runCommand(["mail", "retry"], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("needs an ID or all"),
    });
  });
});
