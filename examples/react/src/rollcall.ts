import { createClient } from "@rollcall/client";

/** One client for the page, beside the components. `localStorage` keeps people signed in after the window is closed. */
export const client = createClient(import.meta.env.VITE_ROLLCALL_URL ?? "http://127.0.0.1:3000", {
  store: () => localStorage,
  onSessionEnd: (reason) => dispatchEvent(new CustomEvent("session-end", { detail: reason })),
});
