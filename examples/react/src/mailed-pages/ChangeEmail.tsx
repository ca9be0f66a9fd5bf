import { unwrap } from "@rollcall/client";
import { useRollcall, useUser } from "@rollcall/client/react";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { ProofFields, proofOf } from "../Proof.tsx";

export function ChangeEmail({ token, leave }: MailedProps) {
  const { api } = useRollcall();
  const { reload } = useUser();
  return (
    <MailedPage
      title="Confirm your new address"
      button="Use this address"
      redeem={async (values) => {
        await unwrap(api.auth.email.change.$post({ json: proofOf(token, values) }));
        await reload();
      }}
      words={{ email_taken: "There is another account with the new address by now." }}
      done="Your account has its new address. Sign in with it from now on."
      otherwise={
        <p>
          If you have used it, your account has the new address already. Otherwise ask for the change once more, on the
          page of your account.
        </p>
      }
      leave={leave}
    >
      <p>If you have asked for it, your account moves to the address that has this mail.</p>
      <ProofFields token={token} address="Your address so far" />
    </MailedPage>
  );
}
