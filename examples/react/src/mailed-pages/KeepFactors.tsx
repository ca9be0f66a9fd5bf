import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { ForgotPassword } from "../MailForms.tsx";

export function KeepFactors({ token, leave }: MailedProps) {
  const { api } = useRollcall();
  return (
    <MailedPage
      title="Keep your second factors"
      button="Keep them"
      redeem={() => unwrap(api.auth.factors.keep.$post({ json: { token: token ?? "" } }))}
      done="Your second factors stay. Somebody has said in your name that they are lost: set a new password, and write to us."
      otherwise={
        <>
          <p>
            If you have used it, your second factors stay. Otherwise they are removed by now: set a new password, sign
            in, and set them up again.
          </p>
          <ForgotPassword />
        </>
      }
      leave={leave}
    >
      <p>
        We were told that you have lost your second factors, and are about to remove them. If that was not you, keep
        them.
      </p>
    </MailedPage>
  );
}
