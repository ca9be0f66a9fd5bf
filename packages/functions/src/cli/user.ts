import { type Context, deleteUser, editUser, endSessions, type User } from "@rollcall/core";
import { findAccount, showUser } from "./account.ts";
import type { CommandOptions } from "./command.ts";
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
