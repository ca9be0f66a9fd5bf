/** A command could not do what it was asked to; the message says why, in a line. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
