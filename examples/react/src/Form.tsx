import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from "react";
import { explain, isAbout, issueOf } from "./explain.ts";

/** What the fields of a form hold, by their names. */
export type Values = Record<string, string>;

const Failure = createContext<unknown>(null);

interface FormProps {
  /** Rejects with what the fields, or the form, then show. */
  onSubmit: (values: Values) => Promise<unknown>;
  button: string;
  /** Said after a success. */
  done?: string;
  /** For errors that mean something else here than elsewhere, by their codes. */
  words?: Record<string, string> | undefined;
  children?: ReactNode;
}

/** A form that is sent once at a time and shows what the service has against it, each thing at its field. */
export function Form({ onSubmit, button, done, words, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isAtFields, setAtFields] = useState(false);
  const [message, setMessage] = useState("");

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [error]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const { currentTarget } = event;
    setPending(true);
    setError(null);
    setMessage("");
    try {
      await onSubmit(Object.fromEntries(new FormData(currentTarget)) as Values);
      currentTarget.reset();
      setMessage(done ?? "");
    } catch (failure) {
      const fields = Array.from(currentTarget.querySelectorAll("input"), ({ name }) => name);
      setAtFields(isAbout(fields, failure));
      setError(failure);
    } finally {
      setPending(false);
    }
  }

  return (
    <Failure value={error}>
      <form ref={form} onSubmit={submit} noValidate>
        {children}
        <button type="submit" aria-disabled={isPending}>
          {button}
        </button>
        <p role="status">{message}</p>
        <p role="alert">{error && !isAtFields ? explain(error, words) : null}</p>
      </form>
    </Failure>
  );
}

interface FieldProps {
  name: string;
  label: string;
  type?: string;
  autoComplete?: string;
  inputMode?: "numeric";
  defaultValue?: string;
  hint?: string;
}

export function Field({ name, label, hint, type = "text", ...input }: FieldProps) {
  const id = useId();
  const issue = issueOf(useContext(Failure), name);
  const note = issue ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        name={name}
        type={type}
        aria-invalid={issue ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
      />
      {note && (
        <p id={`${id}-note`} className={issue ? "issue" : "hint"}>
          {note}
        </p>
      )}
    </div>
  );
}

export function NewPasswordField({ name, label }: { name: string; label: string }) {
  return (
    <Field
      name={name}
      label={label}
      type="password"
      autoComplete="new-password"
      hint="15 characters or more, such as four words that have nothing to do with each other."
    />
  );
}
