import { unwrap } from "@rollcall/client";
import { useRollcall, useUser } from "@rollcall/client/react";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { ResendConfirmation } from "../MailForms.tsx";
import { ProofFields, proofOf } from "../Proof.tsx";

export function VerifyEmail({ token, leave }: MailedProps) {
  const { api } = useRollcall();
  const { reload } = useUser();
  return (
    <MailedPage
      title="Confirm your address"
      button="Confirm my address"
      redeem={async (values) => {
        await unwrap(api.auth.email.verify.$post({ json: proofOf(token, values) }));
        await reload();
      }}
      done="Your address is confirmed."
      otherwise={
        <>
          <p>If you have used it, your address is confirmed, and you can sign in. Otherwise ask for another.</p>
          <ResendConfirmation />
        </>
      }
      leave={leave}
    >
      <p>If you have signed up here, confirm that the address is yours.</p>
      <ProofFields token={token} />
    </MailedPage>
  );
}
