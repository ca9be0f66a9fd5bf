import {
  type Context,
  emailSchema,
  type FactorList,
  RollcallError,
  type Session,
  type User,
  userIdSchema,
} from "@rollcall/core";
import { listFactorsOf, listSessions, readUser, readUserByEmail } from "@rollcall/core/administration";
import { CommandError, UsageError } from "./command.ts";

/** @throws UsageError */
export function parseEmail(address: string): string {
  const email = emailSchema.safeParse(address).data;
  if (!email) throw new UsageError(`${address} is not an e-mail address.`);
  return email;
}

/** The account that an e-mail address or an id names, or null. @throws UsageError for anything else */
export async function lookUp(ctx: Context, emailOrId: string): Promise<User | null> {
  const id = userIdSchema.safeParse(emailOrId).data;
  const email = emailSchema.safeParse(emailOrId).data;
  if (!id && !email) throw new UsageError(`${emailOrId} is neither an e-mail address nor the id of an account.`);
  try {
    return id ? await readUser(ctx, id) : await readUserByEmail(ctx, email as string);
  } catch (error) {
    if (error instanceof RollcallError && error.code === "not_found") return null;
    throw error;
  }
}

/** The same, where there has to be one. @throws CommandError */
export async function findAccount(ctx: Context, emailOrId: string): Promise<User> {
  const user = await lookUp(ctx, emailOrId);
  if (!user) throw new CommandError(`There is no account ${emailOrId}.`);
  return user;
}

/** Prints whose account it is: what an operator has to see before handing it anything. */
export async function showUser(ctx: Context, user: User): Promise<void> {
  const [sessions, factors] = await Promise.all([listSessions(ctx, user.id), listFactorsOf(ctx, user.id)]);
  const now = ctx.clock.now();
  const lines = [
    `Account    ${user.id}`,
    `E-mail     ${user.email}, ${user.emailVerified ? "verified" : "not verified"}`,
    `Name       ${user.name === null ? "none" : printable(user.name)}`,
    `State      ${user.status}`,
    `Roles      ${user.roles.join(", ") || "none"}`,
    `Created    ${moment(user.createdAt, now)}`,
    `Signed in  ${user.lastLoginAt === null ? "never" : moment(user.lastLoginAt, now)}`,
    `Factors    ${factors.items.length || "none"}`,
    ...factorLines(factors, now).map((line) => `  ${line}`),
    `Sessions   ${sessions.length || "none"}`,
    ...sessions.map((session) => `  ${sessionLine(session, now)}`),
  ];
  console.log(lines.join("\n"));
}

/** One line for each factor, and what else there is to say of them; none without any. */
export function factorLines({ items, recoveryCodesLeft, removesAt }: FactorList, now: Date): string[] {
  if (items.length === 0) return [];
  return [
    ...items.map(({ id, type, name, createdAt, lastUsedAt }) => {
      const used = lastUsedAt === null ? "never used" : `used ${moment(lastUsedAt, now)}`;
      return `${id}  ${kinds[type]} ${printable(name)}, since ${moment(createdAt, now)}, ${used}`;
    }),
    `${recoveryCodesLeft} recovery codes left`,
    ...(removesAt === null ? [] : [`to be removed at ${removesAt}`]),
  ];
}

const kinds = { totp: "authenticator app", passkey: "passkey" } as const;

function sessionLine({ id, lastUsedAt, ip, userAgent }: Session, now: Date): string {
  const origin = [ip, userAgent && printable(userAgent)].filter(Boolean).join(", ");
  return `${id}  used ${moment(lastUsedAt, now)}${origin && `, from ${origin}`}`;
}

/** Names and browsers are what a stranger has sent: on a terminal, control characters would do things. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A time, and how long ago it was. */
function moment(time: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(time)) / 1_000));
  const [unit, length] = units.find(([, each]) => seconds >= each) ?? ["second", 1];
  const count = Math.floor(seconds / length);
  return `${time} (${count} ${unit}${count === 1 ? "" : "s"} ago)`;
}
