"use client";

import { createClient, type Issue, isApiError, unwrap } from "@rollcall/client";
import { useRouter } from "next/navigation";
import { useActionState } from "react";

interface Failure {
  message: string;
  issues: readonly Issue[];
  /** What was typed: React empties a form whose action is done. */
  typed: { email: string; isNew: boolean };
}

/** The browser talks to Rollcall itself: passwords are nothing that this app's server needs to see. */
export function SignIn() {
  const router = useRouter();
  const [failure, submit, isPending] = useActionState(async (_: Failure | null, form: FormData) => {
    const { api } = createClient("/rollcall", { transport: "cookie" });
    const json = { email: String(form.get("email")), password: String(form.get("password")) };
    const typed = { email: json.email, isNew: form.has("new") };
    try {
      if (typed.isNew) await unwrap(api.auth.register.$post({ json }));
      else await unwrap(api.auth.login.$post({ json }));
    } catch (error) {
      if (!isApiError(error)) return { message: "The service cannot be reached.", issues: [], typed };
      return { message: error.problem?.title ?? "The service is not there.", issues: error.issues, typed };
    }
    router.replace("/profile");
    router.refresh();
    return null;
  }, null);

  return (
    <form action={submit}>
      <h1>Sign in</h1>
      <Field
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        defaultValue={failure?.typed.email}
        issues={failure?.issues}
      />
      <Field
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        issues={failure?.issues}
      />
      <label>
        <input type="checkbox" name="new" defaultChecked={failure?.typed.isNew} /> I am new here
      </label>
      <button type="submit" disabled={isPending}>
        Go on
      </button>
      <p role="alert">{failure?.message}</p>
    </form>
  );
}

interface FieldProps {
  name: string;
  label: string;
  type: string;
  autoComplete: string;
  defaultValue?: string | undefined;
  issues: readonly Issue[] | undefined;
}

function Field({ name, label, issues = [], ...input }: FieldProps) {
  const messages = issues.filter(({ path }) => path[0] === name).map(({ message }) => message);
  return (
    <p>
      <label>
        {label} <input name={name} required aria-invalid={messages.length > 0} {...input} />
      </label>{" "}
      {messages.join(". ")}
    </p>
  );
}
