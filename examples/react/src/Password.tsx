import { type User, unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { Field, Form, NewPasswordField } from "./Form.tsx";

export function Password({ user: { email } }: { user: User }) {
  const { api } = useRollcall();
  return (
    <section id="password-section" tabIndex={-1} aria-labelledby="password">
      <h2 id="password">Password</h2>
      <p>A new password ends your sessions on all other devices.</p>
      <Form
        button="Change the password"
        done="The password is changed."
        onSubmit={({ currentPassword = "", newPassword = "" }) =>
          unwrap(api.me.password.$post({ json: { currentPassword, newPassword } }))
        }
      >
        {/* So that a password manager knows whose password changes. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field name="currentPassword" label="Current password" type="password" autoComplete="current-password" />
        <NewPasswordField name="newPassword" label="New password" />
      </Form>
      <Form
        button="I have none, or forgot it: mail me a link"
        done="If none was sent a moment ago, a link for a new password is on its way."
        onSubmit={() => unwrap(api.auth.password.forgot.$post({ json: { email } }))}
      />
    </section>
  );
}
