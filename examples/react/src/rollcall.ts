import { createClient } from "@rollcall/client";

/** The event by which a dialog is asked for; its detail takes the answer. */
export const proofWanted = "proof-wanted";
export type Asked = (hasProved: boolean) => void;

/** One client for the page, beside the components. `localStorage` keeps people signed in after the window is closed. */
export const client = createClient(import.meta.env.VITE_ROLLCALL_URL ?? "http://127.0.0.1:3000", {
  store: () => localStorage,
  onSessionEnd: (reason) => dispatchEvent(new CustomEvent("session-end", { detail: reason })),
  reauthenticate: () =>
    new Promise<boolean>((resolve: Asked) => dispatchEvent(new CustomEvent(proofWanted, { detail: resolve }))),
});
