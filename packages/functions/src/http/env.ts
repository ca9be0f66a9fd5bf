import type { Context as CoreContext, Dependencies, Notice } from "@rollcall/core";
import type { RefusedOrigin } from "./cors.ts";
import type { UnknownProxy } from "./proxies.ts";

/** What the middleware of this app hands to a route. */
export interface AppEnv {
  Variables: {
    requestId: string;
    dependencies: Dependencies;
    /** The client's address. */
    ip: string | null;
    /** The address at the other end of the connection: the client's, or that of a proxy. */
    peer: string | null;
    /** What core's verbs are called with. Set by `endpoint`. */
    ctx: CoreContext;
    /** Set by `localOnly`: whoever runs the local server asks. */
    isLocal?: true;
    /** Whether it comes from a page that may call, by its Origin. Set by `forPages`. */
    isPageAllowed?: boolean;
    /** Whether its refresh token is in the cookie, and not in the body. Set by `endpoint`. */
    usesCookie?: boolean;
    /** Where what has been queued is relayed from here. */
    afterwards?: (isUrgent: boolean) => Promise<void> | void;
    /** Aborts when nobody waits for the answer any more. */
    signal: AbortSignal;
    /** What the request's log line will say beside the request itself. */
    logged: {
      /** Instead of the one that the router has found. */
      route?: string;
      userId?: string;
      sessionId?: string;
      code?: string;
      detail?: string;
      error?: unknown;
      notices: (Notice | RefusedOrigin | UnknownProxy)[];
    };
  };
}
