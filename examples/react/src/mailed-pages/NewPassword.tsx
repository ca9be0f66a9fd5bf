import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import type { ReactNode } from "react";
import { NewPasswordField } from "../Form.tsx";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { ForgotPassword } from "../MailForms.tsx";
import { ProofFields, proofOf } from "../Proof.tsx";

export function ResetPassword(props: MailedProps) {
  return (
    <NewPassword
      {...props}
      title="Set a new password"
      button="Set the password"
      otherwise={<p>If you have used it, sign in with the password that you have set. Otherwise ask for another.</p>}
    >
      <p>A new password signs out all your devices.</p>
    </NewPassword>
  );
}

export function AcceptInvitation(props: MailedProps) {
  return (
    <NewPassword
      {...props}
      title="Accept the invitation"
      button="Accept the invitation"
      otherwise={
        <p>
          If you have accepted it, sign in. Otherwise ask whoever has invited you for another, or have a link mailed
          here.
        </p>
      }
    >
      <p>An account was made for you. Choose a password, and it is yours.</p>
    </NewPassword>
  );
}

interface NewPasswordProps extends MailedProps {
  title: string;
  button: string;
  children: ReactNode;
  otherwise: ReactNode;
}

function NewPassword({ token, leave, title, button, children, otherwise }: NewPasswordProps) {
  const { api, signOut } = useRollcall();
  return (
    <MailedPage
      title={title}
      button={button}
      redeem={async (values) => {
        const { newPassword = "" } = values;
        await unwrap(api.auth.password.reset.$post({ json: { ...proofOf(token, values), newPassword } }));
        // The service has ended every session, that of this page, too.
        signOut().catch(() => {});
      }}
      done="The password is set. Sign in with it."
      otherwise={
        <>
          {otherwise}
          <ForgotPassword />
        </>
      }
      leave={leave}
    >
      {children}
      <ProofFields token={token} />
      <NewPasswordField name="newPassword" label="New password" />
    </MailedPage>
  );
}
