import { Field, type Values } from "./Form.tsx";

/** What the token of a link proves, its code does on another device, together with the address that the mail was sent to. */
export function proofOf(token: string | null, { email = "", code = "" }: Values) {
  return token ? { token } : { email, code };
}

export function ProofFields({ token, address = "E-mail address" }: { token: string | null; address?: string }) {
  if (token) return null;
  return (
    <>
      <Field name="email" label={address} type="email" autoComplete="username" />
      <CodeField />
    </>
  );
}

export function CodeField() {
  return (
    <Field
      name="code"
      label="Code"
      inputMode="numeric"
      autoComplete="one-time-code"
      hint="The eight digits that are in the mail."
    />
  );
}

export function AppCodeField() {
  return (
    <Field
      name="code"
      label="Code of the app"
      inputMode="numeric"
      autoComplete="one-time-code"
      hint="The six digits that your authenticator app shows now."
    />
  );
}
