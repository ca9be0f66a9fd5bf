import { signInWithPasskey } from "@rollcall/client/passkeys";
import { useRollcall } from "@rollcall/client/react";
import { type ComponentType, useEffect, useReducer, useState } from "react";
import { explain } from "./explain.ts";
import { Field, Form } from "./Form.tsx";
import { ForgotPassword, ResendConfirmation } from "./MailForms.tsx";
import { answerOf, PasskeyError } from "./passkeys.ts";
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
    <>
      <Form
        button="Sign in"
        onSubmit={({ email = "", password = "" }) => signIn(api.auth.login.$post({ json: { email, password } }))}
      >
        <Field name="email" label="E-mail address" type="email" autoComplete="username webauthn" />
        <Field name="password" label="Password" type="password" autoComplete="current-password" />
      </Form>
      <Passkey />
    </>
  );
}

/** A passkey is enough by itself. The browser offers it in the field for the address, and asks for it at the button. */
function Passkey() {
  const client = useRollcall();
  const [offered, offer] = useReducer((turn: number) => turn + 1, 0);
  const [error, setError] = useState<unknown>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the button asks for ends the offer, and each turn makes another
  useEffect(() => {
    const leaving = new AbortController();
    // Who does not pick one signs in otherwise, and need not know what the browser has against it.
    signInWithPasskey(client, { autofill: true, signal: leaving.signal }).then(
      (result) => !result.ok && result.reason === "refused" && setError(new PasskeyError(result.problem.code)),
      () => {},
    );
    return () => leaving.abort();
  }, [client, offered]);

  async function ask() {
    setError(null);
    const result = await signInWithPasskey(client);
    // Who has closed the dialog is offered passkeys in the field again.
    if (!result.ok && result.reason === "not_allowed") offer();
    answerOf(result);
  }

  return (
    <>
      <Form button="Sign in with a passkey" words={words} onSubmit={ask} />
      <p role="alert">{error ? explain(error, words) : null}</p>
    </>
  );
}

const words = { invalid_credentials: "There is no account for this passkey, or it did not make sure who you are." };
