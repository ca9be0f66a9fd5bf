import { type ReactNode, useState } from "react";
import { isGone } from "./explain.ts";
import { Form, type Values } from "./Form.tsx";
import { useFocusOnChange } from "./useFocusOnChange.ts";

/** What every page behind a mailed link is given. */
export interface MailedProps {
  /** Of the link; null where somebody comes without one, to type the code. */
  token: string | null;
  /** Leads to the page that everybody begins with. */
  leave: () => void;
}

interface MailedPageProps {
  title: string;
  /** What the button does, and the fields that it needs. */
  children: ReactNode;
  button: string;
  /** Posts what the mail has brought. Only the button does: whatever opens the page by itself changes nothing. */
  redeem: (values: Values) => Promise<unknown>;
  words?: Record<string, string>;
  done: ReactNode;
  /** The way on, where the mail is of no use any more. */
  otherwise: ReactNode;
  leave: () => void;
}

export function MailedPage({ title, children, button, redeem, words, done, otherwise, leave }: MailedPageProps) {
  const [state, setState] = useState<"open" | "gone" | "done">("open");
  const section = useFocusOnChange(state === "done" ? "done" : "open");

  async function submit(values: Values) {
    try {
      await redeem(values);
      setState("done");
    } catch (error) {
      setState(isGone(error) ? "gone" : "open");
      throw error;
    }
  }

  return (
    <section ref={section} tabIndex={-1} aria-labelledby="mailed">
      <h2 id="mailed">{title}</h2>
      {state === "done" ? (
        <div role="status">{done}</div>
      ) : (
        <Form button={button} onSubmit={submit} words={words}>
          {children}
        </Form>
      )}
      {state === "gone" && otherwise}
      <button type="button" className="link" onClick={leave}>
        {state === "done" ? "Go on" : "To the first page"}
      </button>
    </section>
  );
}
