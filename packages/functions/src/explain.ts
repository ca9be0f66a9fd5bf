import { RollcallError, SigningKeyLockedError } from "@rollcall/core";
import { ConfigError } from "./config.ts";

/**
 * What whoever started a process can put right, in a line that says what to set. Null for anything else:
 * that is a fault of ours and should show its stack.
 */
export function explain(error: unknown): string | null {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof SigningKeyLockedError) return `SECRET_KEY: ${error.message}`;
  if (error instanceof RollcallError && error.code === "unavailable") {
    return "MONGODB_URI: no database answers there. Set it to one that does, and check that this machine may connect to it";
  }
  const { code, name, syscall } = error as NodeJS.ErrnoException;
  if (name === "MongoParseError" || name === "MongoAPIError") return "MONGODB_URI: is not a valid connection string";
  if (name === "MongoServerError" && refusals.has(code)) {
    return "MONGODB_URI: the database refuses: check the user, the password and their rights";
  }
  if (syscall !== "listen" && syscall !== "getaddrinfo") return null;
  if (code === "EADDRINUSE") return "PORT: is taken by another process. Set it to another one";
  if (code === "EACCES") return "PORT: needs more rights than this process has. Set it to 1024 or above";
  return "HOST: is not an address of this machine";
}

/** The server's codes for Unauthorized, AuthenticationFailed and Atlas's own of the same meaning. */
const refusals = new Set<unknown>([13, 18, 8000]);
