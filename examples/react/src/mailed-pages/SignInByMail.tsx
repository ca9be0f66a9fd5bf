import { useRollcall } from "@rollcall/client/react";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { proofOf } from "../Proof.tsx";
import { SendCode } from "../SendCode.tsx";
import { useSignIn } from "../useSignIn.ts";

export function SignInByMail({ token, leave }: MailedProps) {
  const { api } = useRollcall();
  const signIn = useSignIn();
  return (
    <MailedPage
      title="Sign in"
      button="Sign in"
      redeem={async (values) => {
        await signIn(api.auth.code.redeem.$post({ json: proofOf(token, values) }));
        leave();
      }}
      done="You are signed in."
      otherwise={<SendCode onSignIn={leave} />}
      leave={leave}
    >
      <p>If you have asked for a mail to sign in with, go on.</p>
    </MailedPage>
  );
}
