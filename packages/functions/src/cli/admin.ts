import { createAdministrator, emailSchema, promoteToAdministrator, RollcallError, type User } from "@rollcall/core";
import { DirectoryInUseError } from "@rollcall/core/embedded";
import { localDirectory } from "../local-environment.ts";
import { announcedServer } from "../local-server-file.ts";
import { CommandError } from "./command-error.ts";
import { withContext } from "./open.ts";
import { readPassword } from "./read-password.ts";

/** Makes an administrator of an account that exists, or creates one. */
export async function createAdmin(address: string): Promise<void> {
  const email = emailSchema.safeParse(address).data;
  if (!email) throw new CommandError(`${address} is not an e-mail address`);
  try {
    await withContext(async (ctx) => {
      const promoted = await promoteToAdministrator(ctx, email);
      if (promoted) return report(promoted, "is an administrator now");
      report(await createAdministrator(ctx, email, await readPassword()), "was created as an administrator");
    });
  } catch (error) {
    if (error instanceof DirectoryInUseError) return createThroughServer(email);
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === "weak_password") throw weakPassword(error.issues ?? []);
    // Somebody registered the address while the password was typed.
    if (error.code === "email_taken") return createAdmin(address);
    throw error;
  }
}

/** The local server has its database open, so it has to do it. */
async function createThroughServer(email: string): Promise<void> {
  const url = announcedServer(localDirectory);
  if (!url) throw new CommandError("Another process has the embedded database open. Try again when it has ended");
  const promoted = await postAdmin(url, { email });
  const isNew = promoted.status === 404;
  const response = isNew ? await postAdmin(url, { email, password: await readPassword() }) : promoted;
  const body = (await response.json()) as User & { issues?: { message: string }[]; title?: string };
  if (!response.ok)
    throw body.issues ? weakPassword(body.issues) : new CommandError(body.title ?? "The server refused");
  report(body, isNew ? "was created as an administrator" : "is an administrator now");
}

function postAdmin(url: string, body: { email: string; password?: string }): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${url}/dev/admin`, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {
    throw new CommandError(`The local server has the database open, but does not answer at ${url}`);
  });
}

function report({ email, id, status }: User, outcome: string): void {
  console.log(`${email} (${id}) ${outcome}${status === "disabled" ? ", but the account is disabled" : ""}.`);
}

function weakPassword(issues: { message: string }[]): CommandError {
  return new CommandError(["The password is too weak.", ...issues.map(({ message }) => `${message}.`)].join(" "));
}
