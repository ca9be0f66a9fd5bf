import { useRollcall } from "@rollcall/client/react";
import { type ComponentType, useState } from "react";
import { Field, Form } from "./Form.tsx";
import { ForgotPassword, ResendConfirmation } from "./MailForms.tsx";
import { Register } from "./Register.tsx";
import { SendCode } from "./SendCode.tsx";
import { useFocusOnChange } from "./useFocusOnChange.ts";
import { useSignIn } from "./useSignIn.ts";

type Way = "sign-in" | "register" | "code" | "forgot" | "resend";

const ways: { [W in Way]: { title: string; link: string; Part: ComponentType } } = {
  "sign-in": { title: "Sign in", link: "I have an account", Part: Password },
  register: { title: "Register", link: "I am new here", Part: Register },
  code: { title: "Sign in by mail", link: "Send me a code", Part: SendCode },
  forgot: { title: "A new password", link: "I forgot my password", Part: ForgotPassword },
  resend: { title: "Confirm your address", link: "The confirmation has not come", Part: ResendConfirmation },
};

/** The ways into an account, one at a time. */
export function SignIn() {
  const [way, setWay] = useState<Way>("sign-in");
  const section = useFocusOnChange(way);
  const { title, Part } = ways[way];
  const others = (Object.keys(ways) as Way[]).filter((other) => other !== way);
  return (
    <section ref={section} tabIndex={-1} aria-labelledby="way">
      <h2 id="way">{title}</h2>
      <Part key={way} />
      <ul className="links">
        {others.map((other) => (
          <li key={other}>
            <button type="button" className="link" onClick={() => setWay(other)}>
              {ways[other].link}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Password() {
  const { api } = useRollcall();
  const signIn = useSignIn();
  return (
    <Form
      button="Sign in"
      onSubmit={({ email = "", password = "" }) => signIn(api.auth.login.$post({ json: { email, password } }))}
    >
      <Field name="email" label="E-mail address" type="email" autoComplete="username" />
      <Field name="password" label="Password" type="password" autoComplete="current-password" />
    </Form>
  );
}
