import { type User, unwrap } from "@rollcall/client";
import { useRollcall, useUser } from "@rollcall/client/react";
import { Field, Form } from "./Form.tsx";

export function Profile({ user }: { user: User }) {
  const { api } = useRollcall();
  const { reload } = useUser();
  return (
    <section aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      <Form
        button="Save"
        done="Saved."
        onSubmit={async ({ name = "" }) => {
          await unwrap(api.me.$patch({ json: { name } }));
          await reload();
        }}
      >
        <Field name="name" label="Name" autoComplete="name" defaultValue={user.name ?? ""} />
      </Form>
    </section>
  );
}
