import { RollcallError } from "@rollcall/core";
import { explain } from "../explain.ts";
import { problemKinds } from "../http/problem.ts";
import { CommandError } from "./command.ts";

/** What to print of an error: a line where it is a refusal, and where it is a fault of ours the error with its stack. */
export function failureOf(error: unknown): unknown {
  if (error instanceof CommandError) return error.message;
  const explained = explain(error);
  if (explained !== null || !(error instanceof RollcallError)) return explained ?? error;
  if (error.code === "internal") return error.cause ?? error;
  const reasons = error.issues?.map(({ message }) => `${message}.`) ?? [];
  return [error.detail ?? `${problemKinds[error.code].title}.`, ...reasons].join(" ");
}
