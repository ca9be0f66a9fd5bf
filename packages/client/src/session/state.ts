/**
 * Why a session is over: the user signed out (here or in another tab), deleted the account, the service no longer knows
 * the session, or somebody else has signed in at this origin.
 */
export type SessionEnd = "signed_out" | "account_deleted" | "expired" | "replaced";

/** Who is signed in on this page. `unknown`: an asynchronous store is still loading, or a cookie has not been tried. */
export type SessionState =
  | { readonly status: "unknown" }
  | { readonly status: "signed-out" }
  | { readonly status: "signed-in"; readonly userId: string; readonly sessionId: string };

/** The session of whoever is signed in on this page, to be watched. */
export interface ClientSession {
  /** The same object until something changes, so that it may be compared by identity. */
  readonly state: SessionState;
  /** Calls `listener` after each change. @returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** Waits while the state is `unknown`. */
  isSignedIn(): Promise<boolean>;
}
