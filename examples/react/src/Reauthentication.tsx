import { unwrap } from "@rollcall/client";
import { verifyWithPasskey } from "@rollcall/client/passkeys";
import { useRollcall } from "@rollcall/client/react";
import { useEffect, useRef, useState } from "react";
import { Prove } from "./Prove.tsx";
import { answerOf } from "./passkeys.ts";
import { type Asked, proofWanted } from "./rollcall.ts";

const words = { validation_failed: "The service does not take this passkey." };

/** Asks for another proof where the service wants one. Then the client repeats what it was for. */
export function Reauthentication() {
  const client = useRollcall();
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);

  useEffect(() => {
    const ask = (event: Event) => setAsked((event as CustomEvent<Asked>).detail);
    addEventListener(proofWanted, ask);
    return () => removeEventListener(proofWanted, ask);
  }, []);

  useEffect(() => {
    if (!asked) return;
    dialog.current?.showModal();
    // Whatever ends the question, such as a sign-out in another tab, answers it.
    return () => asked.answer(false);
  }, [asked]);

  async function after(proof: Promise<unknown>) {
    await proof;
    asked?.answer(true);
    dialog.current?.close();
  }

  return (
    <dialog ref={dialog} aria-labelledby="proof" onClose={() => setAsked(null)}>
      {asked && (
        <>
          <h2 id="proof">Is it still you?</h2>
          <p>
            What you want to do takes a proof of who you are that is stronger, or not as old. Give one, and it goes on.
          </p>
          <Prove
            methods={asked.methods}
            button="Go on"
            words={words}
            onAnswer={(json) => after(unwrap(client.api.me.verify.$post({ json })))}
            onPasskey={() => after(verifyWithPasskey(client).then(answerOf))}
          />
          {asked.methods.includes("code") && (
            <p>Without a password, sign out, and sign in by mail: that is a proof, too.</p>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </>
      )}
    </dialog>
  );
}
