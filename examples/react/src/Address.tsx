import { type User, unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { Field, Form } from "./Form.tsx";

export function Address({ user: { email, emailVerified } }: { user: User }) {
  const { api } = useRollcall();
  return (
    <section aria-labelledby="address">
      <h2 id="address">E-mail address</h2>
      <p>
        {email}
        <br />
        <small>{emailVerified ? "confirmed" : "not confirmed yet"}</small>
      </p>
      {!emailVerified && (
        <Form
          button="Mail the confirmation again"
          done="It is on its way, unless one was sent a moment ago."
          onSubmit={() => unwrap(api.auth.email.verify.resend.$post({ json: { email } }))}
        />
      )}
      <Form
        button="Change the address"
        done="Look into the mailbox of the new address: until you confirm it there, your account keeps the old one."
        onSubmit={({ newEmail = "", password = "" }) =>
          // An account without a password needs none here.
          unwrap(api.me.email.$post({ json: { newEmail, ...(password && { password }) } }))
        }
      >
        <Field name="newEmail" label="New e-mail address" type="email" autoComplete="email" />
        <Field name="password" label="Password" type="password" autoComplete="current-password" />
      </Form>
      <p>
        <a href="/change-email">I have a code for the new address</a>
      </p>
    </section>
  );
}
