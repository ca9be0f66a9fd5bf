import { type User, unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { Field, Form } from "./Form.tsx";

export function Password({ user }: { user: User }) {
  const { api } = useRollcall();
  return (
    <section aria-labelledby="password">
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
        <input type="email" autoComplete="username" value={user.email} readOnly hidden />
        <Field name="currentPassword" label="Current password" type="password" autoComplete="current-password" />
        <Field name="newPassword" label="New password" type="password" autoComplete="new-password" />
      </Form>
    </section>
  );
}
