"use client";

import { createContext, Fragment, type ReactElement, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { RollcallClient, SessionState } from "../index.ts";
import { type UserData, userDataOf } from "./user-data.ts";

export type { UserData } from "./user-data.ts";

const Client = createContext<RollcallClient | null>(null);

/**
 * What a server renders, and a page at first: a server cannot see the browser's storage, and a page has to begin with
 * what the server has sent.
 */
const unknown: SessionState = { status: "unknown" };

/** Gives the client to everything within. Make one client, beside the components, and keep it. */
export function RollcallProvider({ client, children }: { client: RollcallClient; children?: ReactNode }): ReactElement {
  return <Client.Provider value={client}>{children}</Client.Provider>;
}

/**
 * The client of the provider, for calls: `const { api, signOut } = useRollcall()`.
 * @throws Error where there is no provider.
 */
export function useRollcall(): RollcallClient {
  const client = useContext(Client);
  if (!client) throw new Error("There is no RollcallProvider around this component");
  return client;
}

/** Whether somebody is signed in, and who. `unknown` on a server, while a page takes over from it, and while a store loads. */
export function useSession(): SessionState {
  const { session } = useRollcall();
  return useSyncExternalStore(
    session.subscribe,
    () => session.state,
    () => unknown,
  );
}

/** The account that is signed in, read once for all components and anew for every session. */
export function useUser(): UserData {
  const { subscribe, current, atFirst } = userDataOf(useRollcall());
  return useSyncExternalStore(subscribe, current, atFirst);
}

/**
 * Shows its children while somebody is signed in. They begin anew with every account: what one has typed is gone before
 * the next sees the page.
 */
export function SignedIn({ children }: { children?: ReactNode }): ReactElement | null {
  const session = useSession();
  return session.status === "signed-in" ? <Fragment key={session.userId}>{children}</Fragment> : null;
}

/** Shows its children while it is certain that nobody is signed in. */
export function SignedOut({ children }: { children?: ReactNode }): ReactElement | null {
  return useSession().status === "signed-out" ? <Fragment key="signed-out">{children}</Fragment> : null;
}
