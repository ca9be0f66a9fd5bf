import { unwrap } from "@rollcall/client";
import { useRollcall } from "@rollcall/client/react";
import { MailedPage, type MailedProps } from "../MailedPage.tsx";
import { ForgotPassword } from "../MailForms.tsx";

export function NotMe({ token, leave }: MailedProps) {
  const { api, signOut } = useRollcall();
  return (
    <MailedPage
      title="This was not me"
      button="It was not me"
      redeem={async () => {
        await unwrap(api.auth["not-me"].$post({ json: { token: token ?? "" } }));
        // The service has ended every session, that of this page, too.
        signOut().catch(() => {});
      }}
      words={{ email_taken: "There is another account with your address by now. Write to us." }}
      done="All devices are signed out, and the password is void. A link for a new one is on its way to you."
      otherwise={
        <>
          <p>If you have used it, all devices were signed out. Either way you can set a new password.</p>
          <ForgotPassword />
        </>
      }
      leave={leave}
    >
      <p>
        If somebody else has signed in to your account, all devices are signed out, and you set a new password by mail.
      </p>
    </MailedPage>
  );
}
