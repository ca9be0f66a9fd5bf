import { DamagedFileError, DirectoryInUseError } from "@rollcall/core/embedded";
import { misspeltSettings } from "../config/misspelt.ts";
import { explain } from "../explain.ts";
import { createAdmin } from "./admin.ts";
import { CommandError } from "./command-error.ts";
import { listKeys, revokeKey, rotateKeys } from "./keys.ts";
import { maintain } from "./maintain.ts";
import { createIndexes, printSecret } from "./operations.ts";

const usage = `Usage: npm run rollcall -- <command>

Commands:
  admin create EMAIL   Make an administrator: a new account, or one that exists.
                       Asks for a new account's password, or reads it from standard input.
  keys list            Show the signing keys; makes the first where there is none.
  keys rotate          Take the next step of the rotation: publish a new key, or,
                       once every cache has seen it, let it sign.
  keys revoke KID      Withdraw a key at once, for when somebody else may have it.
  maintain             Do what is due: rotate a signing key after 90 days, remove
                       expired sessions. To be run every hour where no schedule does.
  indexes              Create the database's indexes where they are missing.
  secret               Print a new value for SECRET_KEY.

The commands read the same environment variables as the server. Without MONGODB_URI they
work on the local server's embedded database.

Options:
  -h, --help           Show this text.
`;

type Command = (operands: string[]) => Promise<void> | void;

const commands: Record<string, { operands: number; run: Command }> = {
  "admin create": { operands: 1, run: ([email]) => createAdmin(email as string) },
  "keys list": { operands: 0, run: listKeys },
  "keys rotate": { operands: 0, run: rotateKeys },
  "keys revoke": { operands: 1, run: ([kid]) => revokeKey(kid as string) },
  maintain: { operands: 0, run: maintain },
  indexes: { operands: 0, run: createIndexes },
  secret: { operands: 0, run: printSecret },
};

/** Exit codes: 0 done, 1 failed, 2 called in a way that it does not understand. */
async function main(): Promise<number> {
  const { help, words } = parse();
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const match = find(words);
  if (!match) {
    process.stderr.write(`Not understood: ${words.join(" ") || "no command"}\n\n${usage}`);
    return 2;
  }
  for (const line of misspeltSettings(process.env)) console.error(line);
  await match.run();
  return 0;
}

/** The ids of keys may begin with a dash, so only these two are options. */
function parse(): { help: boolean; words: string[] } {
  const words = process.argv.slice(2).filter((word) => word !== "--");
  return { help: words.includes("--help") || words.includes("-h"), words };
}

function find(words: string[]): { run: () => Promise<void> | void } | null {
  for (const [name, { operands, run }] of Object.entries(commands)) {
    const length = name.split(" ").length;
    if (words.slice(0, length).join(" ") !== name || words.length !== length + operands) continue;
    return { run: () => run(words.slice(length)) };
  }
  return null;
}

/** Errors that say in one line all that there is to say. */
const expected = [CommandError, DirectoryInUseError, DamagedFileError];

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(expected.some((kind) => error instanceof kind) ? error.message : (explain(error) ?? error));
    process.exit(1);
  },
);
