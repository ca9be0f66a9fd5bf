import { unwrap } from "@rollcall/client";
import { answerWithPasskey } from "@rollcall/client/passkeys";
import { useRollcall } from "@rollcall/client/react";
import { useEffect, useRef } from "react";
import { Prove } from "./Prove.tsx";
import { answerOf } from "./passkeys.ts";
import type { HalfSignIn } from "./useSignIn.ts";

const words = {
  invalid_credentials: "That is not right, or was used before. An app shows another code every half minute.",
  code_expired: "That took too long. Begin anew.",
};

interface SecondFactorProps {
  half: HalfSignIn;
  /** Goes back to the beginning, or on. */
  leave: () => void;
}

/** The second part of a sign-in, whichever way the first was. */
export function SecondFactor({ half: { mfaToken, methods }, leave }: SecondFactorProps) {
  const client = useRollcall();
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section ref={section} tabIndex={-1} aria-labelledby="second-factor">
      <h2 id="second-factor">One more proof</h2>
      <p>This account wants a second factor.</p>
      <Prove
        methods={methods}
        button="Sign in"
        words={words}
        onAnswer={async (answer) => {
          await unwrap(client.api.auth.mfa.$post({ json: { mfaToken, ...answer } }));
          leave();
        }}
        onPasskey={async () => {
          answerOf(await answerWithPasskey(client, mfaToken));
          leave();
        }}
      />
      <button type="button" className="link" onClick={leave}>
        Begin anew
      </button>
      <p>
        <small>
          Nothing of this is there any more? Whoever runs this service can take your second factors away, once they know
          that it is you.
        </small>
      </p>
    </section>
  );
}
