import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { ForgotPassword } from "../MailForms.tsx";

export function RevertEmail({ token, leave }: MailedProps) {
  const { api, signOut } = useRollcall();
  return (
    <MailedPage
      title="Take the change of your address back"
      button="Take it back"
      redeem={async () => {
        await unwrap(api.auth.email.change.$post({ json: { token: token ?? "" } }));
        // The service has ended every session, that of this page, too.
        signOut().catch(() => {});
      }}
      words={{ email_taken: "There is another account with your address by now. Write to us." }}
      done="Your account has its old address again, and all devices are signed out. A link for a new password is on its way there."
      otherwise={
        <>
          <p>
            If you have used it, your account has this address again: have a link for a new password mailed to it.
            Otherwise write to us.
          </p>
          <ForgotPassword />
        </>
      }
      leave={leave}
    >
      <p>Your account gets its old address again, its password is void, and all devices are signed out.</p>
    </MailedPage>
  );
}
