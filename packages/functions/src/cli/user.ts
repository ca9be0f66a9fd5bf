import { type Context, RollcallError, type User } from "@rollcall/core";
import { createUser, editUser, endSessions, sendPasswordReset } from "@rollcall/core/administration";
import { deleteUser } from "@rollcall/core/deletion";
import { findAccount, parseEmail, showUser } from "./account.ts";
import { CommandError, type CommandOptions } from "./command.ts";
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
