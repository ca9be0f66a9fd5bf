import { RollcallError } from "@rollcall/core";
import { createUser, editUser, listUsers, promoteUser } from "@rollcall/core/administration";
import { findAccount, lookUp, parseEmail, showUser } from "./account.ts";
import { CommandError, type CommandOptions, invocation } from "./command.ts";
import { withContext } from "./open.ts";
import { confirm, readPassword } from "./terminal.ts";

/** Creates an administrator's account; never touches one that exists, whoever it belongs to. */
export async function createAdmin(address: string): Promise<void> {
  const email = parseEmail(address);
  await withContext(async (ctx) => {
    if (await lookUp(ctx, email)) throw taken(email);
    const password = await readPassword();
    // Somebody may have registered the address while the password was typed: then the insert fails.
    const { id } = await createUser(ctx, { email, password, roles: ["admin"] }).catch((error) => {
      throw error instanceof RollcallError && error.code === "email_taken" ? taken(email) : error;
    });
    console.log(`${email} (${id}) was created as an administrator.`);
  });
}

function taken(email: string): CommandError {
  return new CommandError(
    `${email} has an account already. \`${invocation} admin promote ${email}\` shows whose it is, and can make it an administrator's.`,
  );
}

/** Makes an administrator of an account that exists, once the operator has seen whose it is. */
export async function promoteAdmin(address: string, options: CommandOptions): Promise<void> {
  const email = parseEmail(address);
  await withContext(async (ctx) => {
    const user = await findAccount(ctx, email);
    await showUser(ctx, user);
    await confirm("Make this account an administrator's, with a new password, and end its sessions?", options);
    await promoteUser(ctx, user.id, await readPassword());
    console.log(
      `${email} (${user.id}) is an administrator now. Its password is the new one, and its sessions have ended.`,
    );
  });
}

export async function demoteAdmin(address: string): Promise<void> {
  const email = parseEmail(address);
  await withContext(async (ctx) => {
    const { id, roles } = await findAccount(ctx, email);
    if (!roles.includes("admin")) throw new CommandError(`${email} is no administrator.`);
    await editUser(ctx, id, { roles: [] });
    console.log(`${email} (${id}) is no administrator any more.`);
  });
}

/** One line for each: address, id, state, and when they signed in last. */
export async function listAdmins(): Promise<void> {
  await withContext(async (ctx) => {
    let count = 0;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listUsers(ctx, { role: "admin", limit: 100, ...(cursor && { cursor }) });
      count += page.items.length;
      for (const { email, id, status, lastLoginAt } of page.items)
        console.log(`${email}  ${id}  ${status}  ${lastLoginAt ? `signed in ${lastLoginAt}` : "never signed in"}`);
      cursor = page.nextCursor;
    }
    // Not where a script would read it as one.
    if (count === 0) console.error(`There is no administrator. \`${invocation} admin create EMAIL\` makes one.`);
  });
}
