import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { useState } from "react";
import { Field, Form } from "./Form.tsx";

export function SignIn() {
  const { api } = useRollcall();
  const [isNew, setNew] = useState(false);
  return isNew ? (
    <section key="register" aria-labelledby="register">
      <h2 id="register">Register</h2>
      <Form
        button="Register"
        onSubmit={({ email = "", password = "", name = "" }) =>
          unwrap(api.auth.register.$post({ json: { email, password, name } }))
        }
      >
        <Field name="name" label="Name" autoComplete="name" hint="You may leave it empty." />
        <Field name="email" label="E-mail address" type="email" autoComplete="username" />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="15 characters or more, such as four words that have nothing to do with each other."
        />
      </Form>
      <button type="button" className="link" onClick={() => setNew(false)}>
        I have an account
      </button>
    </section>
  ) : (
    <section key="sign-in" aria-labelledby="sign-in">
      <h2 id="sign-in">Sign in</h2>
      <Form
        button="Sign in"
        onSubmit={({ email = "", password = "" }) => unwrap(api.auth.login.$post({ json: { email, password } }))}
      >
        <Field name="email" label="E-mail address" type="email" autoComplete="username" />
        <Field name="password" label="Password" type="password" autoComplete="current-password" />
      </Form>
      <button type="button" className="link" onClick={() => setNew(true)}>
        I am new here
      </button>
    </section>
  );
}
