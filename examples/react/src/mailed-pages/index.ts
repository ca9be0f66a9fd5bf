import type { ComponentType } from "react";
import type { MailedProps } from "../MailedPage.tsx";
import { ChangeEmail } from "./ChangeEmail.tsx";
import { KeepFactors } from "./KeepFactors.tsx";
import { AcceptInvitation, ResetPassword } from "./NewPassword.tsx";
import { NotMe } from "./NotMe.tsx";
import { RestoreAccount } from "./RestoreAccount.tsx";
import { RevertEmail } from "./RevertEmail.tsx";
import { SignInByMail } from "./SignInByMail.tsx";
import { VerifyEmail } from "./VerifyEmail.tsx";

/** The pages that take the code, too, are there without a link as well. */
const withCode: Record<string, ComponentType<MailedProps>> = {
  "/verify-email": VerifyEmail,
  "/reset-password": ResetPassword,
  "/accept-invitation": AcceptInvitation,
  "/change-email": ChangeEmail,
  "/restore-account": RestoreAccount,
};

const byLink: Record<string, ComponentType<MailedProps>> = {
  ...withCode,
  "/sign-in": SignInByMail,
  "/revert-email": RevertEmail,
  "/not-me": NotMe,
  "/keep-factors": KeepFactors,
};

/** The page behind the link of a mail, by its path under LINKS_URL. */
export const mailedPage = (path: string, token: string | null) => (token ? byLink : withCode)[path] ?? null;
