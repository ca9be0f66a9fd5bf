import { type Context, factorRemovalSchema, RollcallError, type User } from "@rollcall/core";
import {
  createUser,
  editUser,
  endSessions,
  listFactorsOf,
  removeFactorsOf,
  sendPasswordReset,
} from "@rollcall/core/administration";
import { deleteUser } from "@rollcall/core/deletion";
import { factorLines, findAccount, parseEmail, showUser } from "./account.ts";
import { CommandError, type CommandOptions, UsageError } from "./command.ts";
import { withContext } from "./open.ts";
import { confirm } from "./terminal.ts";

export async function showAccount(emailOrId: string): Promise<void> {
  await withContext(async (ctx) => showUser(ctx, await findAccount(ctx, emailOrId)));
}

export async function disableAccount(emailOrId: string): Promise<void> {
  await change(emailOrId, "is disabled, and its sessions have ended", (ctx, { id }) =>
    editUser(ctx, id, { status: "disabled" }),
  );
}

export async function enableAccount(emailOrId: string): Promise<void> {
  await change(emailOrId, "is active", (ctx, { id }) => editUser(ctx, id, { status: "active" }));
}

/** Makes an account whose owner chooses the password. */
export async function inviteUser(address: string): Promise<void> {
  const email = parseEmail(address);
  await withContext(async (ctx) => {
    if (!ctx.settings.sendsMail) throw new CommandError("No mail is sent: MAIL_TRANSPORT is none.");
    const { id } = await createUser(ctx, { email }).catch((error) => {
      if (!(error instanceof RollcallError && error.code === "email_taken")) throw error;
      throw new CommandError(`${email} has an account already. \`user reset\` mails its owner another invitation.`);
    });
    console.log(`${email} (${id}) is invited by mail to choose a password.`);
  });
}

export async function resetAccount(emailOrId: string): Promise<void> {
  await change(emailOrId, "is asked by mail to choose a password", (ctx, { id }) => sendPasswordReset(ctx, id));
}

export async function endAccountSessions(emailOrId: string): Promise<void> {
  await change(emailOrId, "has no session any more", (ctx, { id }) => endSessions(ctx, id));
}

/** One line for each, for people; none where there is none. */
export async function showFactors(emailOrId: string): Promise<void> {
  await withContext(async (ctx) => {
    const { email, id } = await findAccount(ctx, emailOrId);
    const factors = await listFactorsOf(ctx, id);
    if (factors.items.length === 0) console.error(`${email} (${id}) has no second factor.`);
    else console.log(factorLines(factors, ctx.clock.now()).join("\n"));
  });
}

export async function removeFactors(emailOrId: string, options: CommandOptions): Promise<void> {
  const { data: removal } = factorRemovalSchema.safeParse({ reason: options.given["--reason"] });
  if (!removal) throw new UsageError("The reason has 1 to 200 characters.");
  await change(emailOrId, "has no second factor any more, and its sessions have ended", async (ctx, user) => {
    const { items } = await listFactorsOf(ctx, user.id);
    if (items.length === 0) throw new CommandError(`${user.email} has no second factor.`);
    await showUser(ctx, user);
    await confirm("Remove all its factors, and end its sessions?", options);
    await removeFactorsOf(ctx, user.id, removal);
  });
}

export async function deleteAccount(emailOrId: string, options: CommandOptions): Promise<void> {
  await change(emailOrId, "was deleted", async (ctx, user) => {
    await showUser(ctx, user);
    await confirm("Delete this account?", options);
    await deleteUser(ctx, user.id);
  });
}

/** Does something with an account, and says what has become of it. */
async function change(
  emailOrId: string,
  outcome: string,
  act: (ctx: Context, user: User) => Promise<unknown>,
): Promise<void> {
  await withContext(async (ctx) => {
    const user = await findAccount(ctx, emailOrId);
    await act(ctx, user);
    console.log(`${user.email} (${user.id}) ${outcome}.`);
  });
}
