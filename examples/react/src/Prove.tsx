import type { Problem } from "@rollcall/client";
import { type ReactNode, useState } from "react";
import { Field, Form, type Values } from "./Form.tsx";
import { AppCodeField } from "./Proof.tsx";

export type Method = Problem<"reauthentication_required">["methods"][number];

/** What is posted, beside what it belongs to. */
export type Answer = { password: string } | { code: string } | { recoveryCode: string };

interface ProveProps {
  /** Those that would do, as the service names them. */
  methods: Method[];
  button: string;
  /** Posts an answer. */
  onAnswer: (answer: Answer) => Promise<unknown>;
  /** Has a passkey asked for, and posts what it says. */
  onPasskey: () => Promise<unknown>;
  words?: Record<string, string>;
}

interface Way {
  link: string;
  fields: ReactNode;
  answer?: (values: Values) => Answer;
}

/** The easiest first. */
const ways: Partial<Record<Method, Way>> = {
  passkey: { link: "Use a passkey", fields: <p>Your browser asks for your finger, your face, a PIN or your key.</p> },
  totp: {
    link: "Use the authenticator app",
    fields: <AppCodeField />,
    answer: ({ code = "" }) => ({ code }),
  },
  password: {
    link: "Use the password",
    fields: <Field name="password" label="Your password" type="password" autoComplete="current-password" />,
    answer: ({ password = "" }) => ({ password }),
  },
  recovery_code: {
    link: "Use a recovery code",
    fields: (
      <Field
        name="recoveryCode"
        label="Recovery code"
        autoComplete="off"
        hint="One of the ten that you have kept. It works this one time."
      />
    ),
    answer: ({ recoveryCode = "" }) => ({ recoveryCode }),
  },
};

/** Has people prove who they are by one of several methods, which they choose. */
export function Prove({ methods, button, onAnswer, onPasskey, words }: ProveProps) {
  const offered = (Object.keys(ways) as Method[]).filter((method) => methods.includes(method));
  const [method, setMethod] = useState(offered[0]);
  const way = method && ways[method];
  if (!way) return null;
  const { fields, answer } = way;
  return (
    <>
      <Form
        key={method}
        button={button}
        words={words}
        onSubmit={(values) => (answer ? onAnswer(answer(values)) : onPasskey())}
      >
        {fields}
      </Form>
      <ul className="links">
        {offered
          .filter((other) => other !== method)
          .map((other) => (
            <li key={other}>
              <button type="button" className="link" onClick={() => setMethod(other)}>
                {ways[other]?.link}
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}
