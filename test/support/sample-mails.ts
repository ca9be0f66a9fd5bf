import type { Mail, MailData, MailTemplate, ProofPurpose } from "@rollcall/core/mail";

const at = "2026-11-26T15:30:00.000Z";

/** One of every mail, as somebody with this name would get it. */
export function everyMail(name: string | null = "Ada Lovelace"): Mail[] {
  const data: MailData = {
    "verify-email": {},
    "reset-password": { name },
    "sign-in-code": { name },
    "change-email": {},
    "email-changed": { name },
    "already-registered": {},
    "new-sign-in": { name, device: { browser: "Firefox", system: "Windows" }, ip: "192.0.2.7", at },
    "password-changed": { name, at },
    invitation: { name },
    "account-deleted": { name, at },
    "factor-added": { name, kind: "totp", at },
    "factor-removed": { name, kind: "passkey", at },
    "factors-removed": { name, at },
    "factors-removal": { name, at },
    "factors-kept": { name, at },
    "second-factor-refused": { name, at },
    "recovery-codes-made": { name, at },
    "recovery-code-used": { name, left: 3, at },
    "account-changed": { name, change: "disabled" },
  };
  return (Object.keys(data) as MailTemplate[]).map((template) => aMail(template, data[template]));
}

/** A mail to Ada, with the proof that belongs to it. */
export function aMail<T extends MailTemplate>(template: T, data: MailData[T]): Mail {
  const proof = proofs[template];
  return {
    id: "mail_01kb0000000000000000000000",
    to: "ada@example.com",
    template,
    data,
    ...(proof && { proof: { ...proof, token: "dG9rZW4", expiresAt: new Date("2026-11-27T15:30:00Z") } }),
  } as Mail;
}

const code = "12345678";
const proofs: Partial<Record<MailTemplate, { purpose: ProofPurpose; code?: string }>> = {
  "verify-email": { purpose: "verify", code },
  "reset-password": { purpose: "reset", code },
  "sign-in-code": { purpose: "code", code },
  "change-email": { purpose: "change", code },
  "email-changed": { purpose: "revert" },
  "new-sign-in": { purpose: "not-me" },
  invitation: { purpose: "invite", code },
  "account-deleted": { purpose: "restore" },
  "factors-removal": { purpose: "keep" },
};
