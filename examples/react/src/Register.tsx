import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { useState } from "react";
import { Field, Form, NewPasswordField } from "./Form.tsx";
import { CodeField } from "./Proof.tsx";

export function Register() {
  const { api } = useRollcall();
  const [email, setEmail] = useState("");
  if (email) return <Confirm email={email} />;
  return (
    <Form
      button="Register"
      onSubmit={async ({ email = "", password = "", name = "" }) => {
        const answer = await unwrap(api.auth.register.$post({ json: { email, password, name } }));
        // Where the service wants the address confirmed first, nobody is signed in yet.
        if (!("user" in answer)) setEmail(email);
      }}
    >
      <Field name="name" label="Name" autoComplete="name" hint="You may leave it empty." />
      <Field name="email" label="E-mail address" type="email" autoComplete="username" />
      <NewPasswordField name="password" label="Password" />
    </Form>
  );
}

function Confirm({ email }: { email: string }) {
  const { api } = useRollcall();
  return (
    <>
      <p>Look into the mailbox of {email}: there is a mail with a link that goes on, and with a code.</p>
      <Form
        button="Confirm my address"
        done="Your address is confirmed. Sign in with it."
        words={{ invalid_credentials: "The code is not right." }}
        onSubmit={({ code = "" }) => unwrap(api.auth.email.verify.$post({ json: { email, code } }))}
      >
        <CodeField />
      </Form>
      <Form
        button="Mail it again"
        done="If the address waits for it, another mail is on its way."
        onSubmit={() => unwrap(api.auth.email.verify.resend.$post({ json: { email } }))}
      />
    </>
  );
}
