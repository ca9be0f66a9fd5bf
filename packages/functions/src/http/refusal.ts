import { type Issue, RollcallError, weaknessesOf } from "@rollcall/core";
import type { Context } from "hono";
import type * as z from "zod/mini";
import type { AppEnv } from "./env.ts";

/** What a validator has found. `data` is the input where it was refused. */
interface Checked {
  target: string;
  success: boolean;
  data: unknown;
  error?: { issues: z.core.$ZodIssue[] };
}

/** As many as a person reads: an answer does not grow with what is wrong. */
const maxIssues = 50;

/**
 * The hook of every validator. An id of the wrong form is the id of nothing; all other input is told what is wrong with it,
 * all at once.
 * @param newPassword the field with a password to be set. Its policy is core's, which hears of it only when all else is right.
 */
export function refuseWith(newPassword?: string) {
  return async ({ success, target, data, error }: Checked, c: Context<AppEnv>): Promise<void> => {
    if (success) return;
    if (target === "param") throw new RollcallError("not_found");
    const refused = toIssues(error?.issues ?? []);
    const { passwordMinLength } = c.var.dependencies.settings;
    const weaknesses = newPassword ? await weaknessesIn(data, newPassword, refused, passwordMinLength) : [];
    throw new RollcallError("validation_failed", { issues: [...refused, ...weaknesses].slice(0, maxIssues) });
  };
}

/** Each with the path of one field, also where Zod speaks of several. Its messages never hold a value. */
export function toIssues(found: readonly z.core.$ZodIssue[]): Issue[] {
  return found.flatMap((issue) => {
    const { code, message } = issue;
    const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
    if (issue.code !== "unrecognized_keys") return [{ path, code, message }];
    return issue.keys.map((key) => ({ path: [...path, key], code, message }));
  });
}

/** What the policy says of a password in a body in which other fields were refused. */
async function weaknessesIn(body: unknown, field: string, refused: readonly Issue[], minLength: number) {
  const valid = (name: string) => {
    const value: unknown = Object(body)[name];
    return typeof value === "string" && !refused.some(({ path }) => path[0] === name) ? value : undefined;
  };
  const password = valid(field);
  if (password === undefined) return [];
  return weaknessesOf(password, minLength, { email: valid("email") ?? "", name: valid("name") }, field);
}
