import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { Field, Form } from "./Form.tsx";

/* What anybody may ask for by mail. The service answers the same for every address, so nobody learns here who has an account. */

const sent = "If there is something to mail to this address, it is on its way.";

export function ForgotPassword() {
  const { api } = useRollcall();
  return (
    <MailForm
      button="Mail me a link for a new password"
      ask={(email) => unwrap(api.auth.password.forgot.$post({ json: { email } }))}
    />
  );
}

export function ResendConfirmation() {
  const { api } = useRollcall();
  return (
    <MailForm
      button="Mail the confirmation again"
      ask={(email) => unwrap(api.auth.email.verify.resend.$post({ json: { email } }))}
    />
  );
}

interface MailFormProps {
  button: string;
  ask: (email: string) => Promise<unknown>;
}

function MailForm({ button, ask }: MailFormProps) {
  return (
    <Form button={button} done={sent} onSubmit={({ email = "" }) => ask(email)}>
      <Field name="email" label="E-mail address" type="email" autoComplete="username" />
    </Form>
  );
}
