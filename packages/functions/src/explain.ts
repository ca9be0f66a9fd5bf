import { getSystemErrorMessage } from "node:util";
import { RollcallError, SigningKeyLockedError } from "@rollcall/core";
import { ConfigError } from "./config/config-error.ts";

/**
 * What whoever started a process can put right, in a line that says what to set. Null for anything else:
 * that is a fault of ours and should show its stack.
 */
export function explain(error: unknown): string | null {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof SigningKeyLockedError) return `SECRET_KEY: ${error.message}`;
  if (error instanceof RollcallError && error.code === "unavailable") return whatIsAway(error);
  const { code, name, syscall, port } = error as NodeJS.ErrnoException & { port?: number };
  if (embedded.has(name)) return (error as Error).message;
  if (name === "UnreadableFileError") return `MONGODB_URI: ${(error as Error).message}`;
  if (invalid.has(name)) return "MONGODB_URI: is not a valid connection string";
  const missing = missingPackage(error) ?? missingPackage((error as Error).cause);
  if (missing) return `MONGODB_URI: needs the package ${missing}, which is not installed`;
  if (name === "MongoServerError" && refusals.has(code)) {
    return "MONGODB_URI: the database refuses: check the user, the password and their rights";
  }
  if (syscall !== "listen" && syscall !== "getaddrinfo") return unwritable(error as NodeJS.ErrnoException);
  if (code === "EADDRINUSE") return `PORT: ${port} is taken by another process. Set it to another one`;
  if (code === "EACCES") return "PORT: needs more rights than this process has. Set it to 1024 or above";
  return "HOST: is not an address of this machine";
}

function whatIsAway({ cause }: RollcallError): string {
  if (cause instanceof Error && embedded.has(cause.name)) return cause.message;
  return "MONGODB_URI: no database answers there. Set it to one that does, and check that this machine may connect to it";
}

/** Errors of the embedded database, by name, because no deployed bundle holds their classes. */
const embedded = new Set(["DamagedFileError", "DirectoryInUseError", "RefusedFileError"]);

/** The driver's errors for a connection string. */
const invalid = new Set(["MongoParseError", "MongoAPIError", "MongoInvalidArgumentError"]);

/** The server's codes for Unauthorized, AuthenticationFailed and Atlas's own of the same meaning. */
const refusals = new Set<unknown>([13, 18, 8000]);

/** The package that the driver would need for an option of the connection string. */
function missingPackage(error: unknown): string | undefined {
  return (error as { dependencyName?: string } | undefined)?.dependencyName;
}

/** What a file system says of a place where nothing can be written. */
const refusedFiles = new Set<unknown>([
  ...["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EEXIST", "EISDIR", "ENOTDIR", "ELOOP", "ENAMETOOLONG"],
]);

function unwritable({ code, errno = 0, path }: NodeJS.ErrnoException): string | null {
  if (!path || !refusedFiles.has(code)) return null;
  return `${path}: ${getSystemErrorMessage(errno)}. Rollcall keeps its files there, and has to be able to write them`;
}
