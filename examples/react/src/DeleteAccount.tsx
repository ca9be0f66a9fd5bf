import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { Field, Form } from "./Form.tsx";

export function DeleteAccount() {
  const { api } = useRollcall();
  return (
    <section aria-labelledby="delete">
      <h2 id="delete">Delete my account</h2>
      <p>It ends all your sessions. A mail tells you of it, and for how long you can still undo it, if you can.</p>
      <Form button="Delete my account" onSubmit={({ password = "" }) => unwrap(api.me.$delete({ json: { password } }))}>
        <Field
          name="password"
          label="Password, to delete the account"
          type="password"
          autoComplete="current-password"
        />
      </Form>
    </section>
  );
}
