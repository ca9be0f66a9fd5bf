import type { Dependencies } from "../context.ts";
import { countMail } from "../guessing/index.ts";
import { encodeOneTimeToken, entryOf, type OneTimeClaims, oneTimeCode } from "../one-time/index.ts";
import type { Carriers, QueuedMail } from "../outbox/index.ts";
import type { UserDocument } from "../user/index.ts";
import { composeMail } from "./compose.ts";
import type { Mail, MailSettings, Proof, ProofPurpose } from "./mails.ts";
import { MailRefused, type MailTransport } from "./message.ts";
import { markUndeliverable, mayBeMailed } from "./undeliverable.ts";

export interface MailCarrierParts extends Pick<Dependencies, "database" | "clock" | "secrets"> {
  settings: MailSettings;
  transport: MailTransport;
}

/** Writes queued mails and sends them, but for those that are of no use any more. An address that is refused for good is marked, and its mail given up. */
export function mailCarrier({ settings, transport, ...parts }: MailCarrierParts): NonNullable<Carriers["mail"]> {
  return async (account, id, entry) => {
    if (!mayBeMailed(account, entry) || !isOfUse(account, entry, parts.clock.now())) return;
    if (!(await isBearable(parts, account, entry))) return;
    try {
      await transport.send(composeMail(toMail(parts, account, id, entry), settings));
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      await markUndeliverable(parts, entry.to, "bounce", parts.clock.now());
    }
  };
}

/**
 * A mail whose value was used, replaced or has expired while it waited would only confuse; and to a deleted account goes nothing
 * but the word that it is.
 */
function isOfUse(account: UserDocument, { template, oneTime: reference }: QueuedMail, now: Date): boolean {
  if (account.deletedAt && template !== "account-deleted") return false;
  if (!reference) return true;
  const { purpose, id, expiresAt } = reference;
  const entry = entryOf(account, { purpose: purpose as ProofPurpose, id });
  return entry !== undefined && !entry.usedAt && expiresAt > now;
}

/** Mails of a kind in an hour to an address that nobody has proved to be theirs. */
const mostToStrangers = 5;

/**
 * Whoever makes an account of somebody else's address, or wants to change to it, can do there what is told by mail, as often as they
 * like. One that was let through is so when it is tried again.
 */
async function isBearable(
  parts: Pick<Dependencies, "database" | "secrets" | "clock">,
  { email, emailVerified }: UserDocument,
  { to, template, tries }: QueuedMail,
): Promise<boolean> {
  if (tries > 0 || (emailVerified && to === email)) return true;
  return (await countMail(parts, template, to)) <= mostToStrangers;
}

function toMail(
  { secrets }: Pick<Dependencies, "secrets">,
  account: UserDocument,
  id: string,
  entry: QueuedMail,
): Mail {
  const { template, to, oneTime, language = account.language } = entry;
  const data = mayBeNamed(account, entry) ? entry.data : { ...entry.data, name: null };
  const proof = oneTime && proofOf({ secrets }, account._id, oneTime);
  // The queue takes no template without its data.
  return { id, to, language, template, data, proof } as Mail;
}

/**
 * Whoever registers with a stranger's address chooses the name that the stranger would read. So it stands only in mails to an address
 * that is proved, and in invitations, for which an administrator has chosen it. Of a deletion, which forgets the address, whoever queued
 * the mail has seen to it.
 */
function mayBeNamed({ email, emailVerified }: UserDocument, { to, template }: QueuedMail): boolean {
  return template === "invitation" || template === "account-deleted" || (emailVerified && to === email);
}

/** Purposes whose value people may type on another device: there is a route that takes it with the address. */
const typed: ReadonlySet<ProofPurpose> = new Set(["verify", "reset", "code", "change", "invite", "restore"]);

/** The token and the code are made here, and are nowhere before. */
function proofOf(
  { secrets }: Pick<Dependencies, "secrets">,
  userId: string,
  { id, expiresAt, ...named }: NonNullable<QueuedMail["oneTime"]>,
): Proof {
  const purpose = named.purpose as ProofPurpose;
  const claims: OneTimeClaims = { userId, purpose, id };
  return {
    purpose,
    expiresAt,
    token: encodeOneTimeToken(secrets, claims),
    code: typed.has(purpose) ? oneTimeCode(secrets, claims) : undefined,
  };
}
