import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { useState } from "react";
import { Field, Form } from "./Form.tsx";
import { CodeField } from "./Proof.tsx";
import { useSignIn } from "./useSignIn.ts";

/** Signs in without a password: by the link of a mail, or by its digits, which may be read on another device. */
export function SendCode({ onSignIn }: { onSignIn?: () => void }) {
  const { api } = useRollcall();
  const signIn = useSignIn();
  const [email, setEmail] = useState("");
  return email ? (
    <>
      <p>
        If {email} has an account, a mail with a link and a code is on its way there. Both are good for ten minutes.
      </p>
      <Form
        key="code"
        button="Sign in"
        words={{ invalid_credentials: "The code is not right." }}
        onSubmit={async ({ code = "" }) => {
          await signIn(api.auth.code.redeem.$post({ json: { email, code } }));
          onSignIn?.();
        }}
      >
        <CodeField />
      </Form>
      <button type="button" className="link" onClick={() => setEmail("")}>
        Send another code
      </button>
    </>
  ) : (
    <Form
      key="address"
      button="Send me a code"
      onSubmit={async ({ email = "" }) => {
        await unwrap(api.auth.code.$post({ json: { email } }));
        setEmail(email);
      }}
    >
      <Field name="email" label="E-mail address" type="email" autoComplete="username" />
    </Form>
  );
}
