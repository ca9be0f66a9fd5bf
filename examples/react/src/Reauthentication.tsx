import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { useEffect, useRef, useState } from "react";
import { Field, Form } from "./Form.tsx";
import { type Asked, proofWanted } from "./rollcall.ts";

/** Asks for the password where the service wants a recent proof of who is signed in. Then the client repeats what it was for. */
export function Reauthentication() {
  const { api } = useRollcall();
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState<Asked | null>(null);

  useEffect(() => {
    const ask = (event: Event) => setAnswer(() => (event as CustomEvent<Asked>).detail);
    addEventListener(proofWanted, ask);
    return () => removeEventListener(proofWanted, ask);
  }, []);

  useEffect(() => {
    if (!answer) return;
    dialog.current?.showModal();
    // Whatever ends the question, such as a sign-out in another tab, answers it.
    return () => answer(false);
  }, [answer]);

  async function prove({ password = "" }: Record<string, string>) {
    await unwrap(api.me.verify.$post({ json: { password } }));
    answer?.(true);
    dialog.current?.close();
  }

  return (
    <dialog ref={dialog} aria-labelledby="proof" onClose={() => setAnswer(null)}>
      {answer && (
        <>
          <h2 id="proof">Is it still you?</h2>
          <p>
            It has been a while since you signed in. Give your password once more, and it goes on. Without one, sign
            out, and sign in by mail: that is a proof, too.
          </p>
          <Form button="Go on" onSubmit={prove}>
            <Field name="password" label="Your password" type="password" autoComplete="current-password" />
          </Form>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </>
      )}
    </dialog>
  );
}
