/** A sender: the address, and the name of the product or team that is shown beside it. */
export interface Mailbox {
  /** May be empty. */
  readonly name: string;
  readonly address: string;
}

/** A mail to one recipient, ready to be sent. No field but the bodies has a line break or another control character. */
export interface Message {
  /** The id of the outbox entry that it was made from. */
  readonly id: string;
  /** The field Message-ID (RFC 5322 section 3.6.4) in its angle brackets: the same for the same entry. */
  readonly messageId: string;
  readonly from: Mailbox;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Further header fields by name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What carries a message away. */
export interface MailTransport {
  /**
   * Hands the message to the next server, which has taken it when this resolves.
   * @throws MailRefused when it will never be taken; anything else may pass, and is worth another try
   */
  send(message: Message): Promise<void>;
  /** Gives up what is under way, and ends its connections: the process is about to end. */
  close?(): void;
}

/** The next server has said for good that it takes no mail for this address. `message` is safe to log. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}
