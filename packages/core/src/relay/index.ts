/* What carries out what accounts have queued, apart from the rest: only what relays takes it, and the mails' texts, in. */

export { type DeadLetter, deadLetters, retryDeadLetters } from "./dead-letters.ts";
export { longestPause, type RelayReport, relay } from "./relay.ts";
