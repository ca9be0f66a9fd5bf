import { createClient, type Problem } from "@rollcall/client";

/** The event by which a dialog is asked for; its detail says what would do, and takes the answer. */
export const proofWanted = "proof-wanted";
export interface Asked {
  methods: Problem<"reauthentication_required">["methods"];
  answer: (hasProved: boolean) => void;
}

/** One client for the page, beside the components. `localStorage` keeps people signed in after the window is closed. */
export const client = createClient(import.meta.env.VITE_ROLLCALL_URL ?? "http://127.0.0.1:3000", {
  store: () => localStorage,
  onSessionEnd: (reason) => dispatchEvent(new CustomEvent("session-end", { detail: reason })),
  reauthenticate: ({ methods }) =>
    new Promise<boolean>((answer) =>
      dispatchEvent(new CustomEvent<Asked>(proofWanted, { detail: { methods, answer } })),
    ),
});
