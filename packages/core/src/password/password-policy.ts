import { type Issue, RollcallError } from "../kernel/errors.ts";
import type { Settings } from "../kernel/settings.ts";
import { type BreachedPasswords, isBreached } from "./breached.ts";
import type { Owner } from "./own-words.ts";

/** In code points. The bound keeps hashing cheap; longer passwords are refused, never cut. */
export const passwordMaxLength = 256;

/** What the policy needs of a context. */
export interface PolicyContext {
  readonly settings: Pick<Settings, "passwordMinLength">;
  /** Null where nobody is asked. */
  readonly breachedPasswords: BreachedPasswords | null;
  readonly notice: (notice: { type: string }) => void;
}

/** What the policy says of each rule that a password fails. */
const messages = {
  too_short: (minLength: number) => `Must be at least ${minLength} characters`,
  too_long: () => `Must be at most ${passwordMaxLength} characters`,
  common: () => "Is among the passwords that are guessed first",
  own_words: () => "Must be more than your e-mail address, your name or the name of this service",
  breached: () => "Is known from a breach of another service",
};

/** @param field where the password stands in the input */
export function weaknessIssue(code: keyof typeof messages, minLength: number, field: string): Issue {
  return { path: [field], code, message: messages[code](minLength) };
}

/**
 * The policy, wherever a password is set: one that is too short, too long, soon guessed, made of the account's own words, or
 * known from a breach is refused. There are no rules about its characters (NIST SP 800-63B-4 section 3.1.1.2). Where nobody
 * can tell of breaches in time the password is taken, and the log says so.
 * @param field where the password stands in the input, for the issue's path.
 * @throws RollcallError `weak_password` naming each rule that failed, never the password.
 */
export async function requireStrongPassword(
  ctx: PolicyContext,
  password: string,
  owner: Owner,
  field = "password",
): Promise<void> {
  const weaknesses = await weaknessesOf(password, ctx.settings.passwordMinLength, owner, field);
  const issues = weaknesses.length > 0 ? weaknesses : await breachOf(ctx, password, field);
  if (issues.length > 0) throw new RollcallError("weak_password", { issues });
}

/** Whoever could tell is asked last, for what nobody else refuses. */
async function breachOf(ctx: PolicyContext, password: string, field: string): Promise<Issue[]> {
  const { breachedPasswords, settings, notice } = ctx;
  if (!breachedPasswords) return [];
  const answer = await isBreached(breachedPasswords, password.normalize("NFC"));
  if (answer === null) notice({ type: "breach_check.skipped" });
  return answer ? [weaknessIssue("breached", settings.passwordMinLength, field)] : [];
}

/** One issue for each rule that the password fails, as far as this can be told without asking anybody. */
export async function weaknessesOf(password: string, minLength: number, owner: Owner, field: string): Promise<Issue[]> {
  const normalized = password.normalize("NFC");
  // The lists are loaded when a password is first set.
  const { guessability } = await import("./guessable.ts");
  const codes = [...faultsOfLength(normalized, minLength), ...guessability(normalized, owner)];
  return codes.map((code) => weaknessIssue(code, minLength, field));
}

function faultsOfLength(password: string, minLength: number): ("too_short" | "too_long")[] {
  const { length } = [...password];
  if (length < minLength) return ["too_short"];
  return length > passwordMaxLength ? ["too_long"] : [];
}
