import type { Call } from "../load/call.ts";
import type { Side } from "../processes/cores.ts";

/** A server that is measured. */
export interface Program {
  name: string;
  /** What Node runs, from the root of the project. */
  args: string[];
  variables: Record<string, string>;
  /** By default it has a core of its own. */
  side?: Side;
}

/** Account management, and how it is asked for what all of it does. */
export interface Subject extends Program {
  /** Milliseconds for which it gathers what an answer leaves to be done; by default nothing is left. */
  gathers?: number;
  /** Makes a new account and keeps what it is asked with afterwards. */
  register: Call;
  /** Signs in `user0@example.com` and those that are made after its image. */
  signIn: Call;
  /** Reads the account of whoever asks. */
  me: Call;
  /** New tokens for the session, or a session that lasts longer. */
  refresh?: Call;
  /** A page of the accounts, one of those that a search finds, and what makes an account that of an administrator. */
  list?: { page: Call; search: Call; administrator: { collection: string; has: Record<string, unknown> } };
}

/** Of every account. */
export const password = "correct horse battery staple";

/** The accounts that there are before anything is measured. */
export const seeded = { email: "user{{n}}@example.com", password };

/** Those that registrations make. */
export const fresh = { email: "new{{n}}@example.org", password };

/** What every server is given beside its database. */
export const secretKey = "k7Zp3Qm9Xv2Lr8Tw5Yn4Hd6Bf1Gj0CsAeUiOxKzMqVb";
