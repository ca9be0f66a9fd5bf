import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { ProofFields, proofOf } from "../Proof.tsx";

export function RestoreAccount({ token, leave }: MailedProps) {
  const { api } = useRollcall();
  return (
    <MailedPage
      title="Restore your account"
      button="Restore my account"
      redeem={(values) => unwrap(api.auth.restore.$post({ json: proofOf(token, values) }))}
      done="Your account is as it was. Sign in to it."
      otherwise={
        <p>If you have used it, your account is there: sign in. Otherwise it is gone, and you can register anew.</p>
      }
      leave={leave}
    >
      <p>You have deleted your account. It can be restored as it was, but for its sessions.</p>
      <ProofFields token={token} />
    </MailedPage>
  );
}
