import { type Dependencies, systemContext } from "@rollcall/core";
import { newUserDocument, type UserDocument } from "../../packages/core/src/user/index.ts";

/** Somebody whom there is once, however many others there are: among the oldest. */
export const rarity = { at: 7, name: "Zbigniew Xylander" };

/** Administrators, and accounts that are disabled: few, and one of ten. */
const administrators = 20;

const given = ["Ada", "Grace", "Zoë", "Alan", "Barbara", "Łukasz", "Edsger", "Frances", "Søren", "Kateryna"];
const family = ["Smith", "Lovelace", "Hopper", "Nguyễn", "Müller", "Okonkwo", "García", "Ivanova", "Kim", "Sato"];

/** A thousandth, or a millionth, of a population that is made the same way each time: the n-th account, a second after the one before. */
export function person(dependencies: Dependencies, n: number): UserDocument {
  const now = new Date(Date.UTC(2020, 0, 1) + n * 1_000);
  const ctx = { ...systemContext(dependencies), clock: { ...dependencies.clock, now: () => now } };
  const [first, last] = [pick(given, n), pick(family, Math.floor(n / 10))];
  const name = n === rarity.at ? rarity.name : `${first} ${last}`;
  const roles: UserDocument["roles"] = n < administrators ? ["admin"] : [];
  const fields = { email: addressOf(n), name, roles, passwordHash: null };
  return { ...newUserDocument(ctx, fields), ...(n % 10 === 5 && { status: "disabled" as const }) };
}

/** As long as addresses are. */
export const addressOf = (n: number): string => `user.${scatter(n).toString(36)}.${n}@example.com`;

const pick = (names: readonly string[], n: number): string => names[n % names.length] as string;

/** So that the addresses of neighbours have little in common. */
const scatter = (n: number): number => Math.imul(n + 1, 0x9e3779b1) >>> 0;
