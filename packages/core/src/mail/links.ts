import type { ProofPurpose } from "./mails.ts";

/** The page of the operator's that takes each kind of proof. */
export const pages = {
  verify: "verify-email",
  reset: "reset-password",
  code: "sign-in",
  change: "change-email",
  revert: "revert-email",
  "not-me": "not-me",
  invite: "accept-invitation",
  restore: "restore-account",
  keep: "keep-factors",
} as const satisfies Record<ProofPurpose, string>;

export type Page = (typeof pages)[ProofPurpose];

/**
 * A link to a page under LINKS_URL. The token stands in the fragment, which browsers send to nobody: no log has it, and nothing
 * that merely follows the link redeems it.
 */
export function linkTo(linksUrl: string, page: Page, token?: string): string {
  return `${linksUrl}/${page}${token === undefined ? "" : `#token=${encodeURIComponent(token)}`}`;
}
