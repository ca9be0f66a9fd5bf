import { MailRefused, type MailTransport, type Message } from "@rollcall/core/mail";
import { createTransport } from "nodemailer";
import { isLoopback } from "../http/local-only.ts";

/** A mail server, as SMTP_URL names it. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the start. */
  secure: boolean;
  /** No mail and no password goes there before STARTTLS. */
  requireTLS: boolean;
  auth?: { user: string; pass: string };
}

/** Milliseconds: for each step of a conversation, and for a connection that has nothing to do. */
const stepTimeout = 10_000;
const idleTimeout = 5_000;

/**
 * Sends by a mail server (RFC 5321). Connections are kept for the next mail of the same run, and no longer.
 * @param timeout milliseconds for one mail in all, whatever the server does; a submission server that takes longer is ill
 */
export function smtpTransport(to: SmtpServer, timeout = 15_000): Required<MailTransport> {
  const server = createTransport({
    ...to,
    pool: true,
    maxConnections: 2,
    // The relay tries again, and knows for how long.
    maxRequeues: 1,
    idleTimeout,
    connectionTimeout: stepTimeout,
    greetingTimeout: stepTimeout,
    socketTimeout: stepTimeout,
    dnsTimeout: stepTimeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(message) {
      try {
        // A server that trickles its answers outlasts the limit of every step.
        await server.sendMail({ ...mailOf(message), signal: AbortSignal.timeout(timeout) });
      } catch (error) {
        throw refusalOf(error as SmtpError) ?? error;
      }
    },
    close: () => server.close({ force: true }),
  };
}

/** What SMTP_URL says: `smtps://` is TLS from the start, `smtp://` STARTTLS. */
export function smtpServerOf(url: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const secure = protocol === "smtps:";
  return {
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    // Whoever sits in between could take the offer of TLS away and read every link (RFC 8314 section 3). On loopback nobody does.
    requireTLS: !secure && host !== "localhost" && !isLoopback(host),
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

function mailOf({ messageId, from, to, subject, text, html, headers }: Message) {
  return {
    messageId,
    from,
    // Not read as a list, and the envelope has this one recipient.
    to: { name: "", address: to },
    envelope: { from: from.address, to: [{ address: to }] },
    subject,
    text,
    html,
    headers: { ...headers },
  };
}

interface SmtpError extends Error {
  command?: string;
  responseCode?: number;
  response?: string;
}

/**
 * The refusal of the one address, for good: a reply of 5xx to RCPT TO (RFC 5321 section 4.2.1). What speaks of policy or security
 * (RFC 3463: X.7) or of a full mailbox (X.2.2) is not the address's fault, nor is what is refused before or after it.
 */
function refusalOf({ command, responseCode = 0, response = "" }: SmtpError): MailRefused | null {
  if (command !== "RCPT TO" || responseCode < 500) return null;
  const [, enhanced] = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  const isOfAddress = enhanced ? /^5\.(1\.|2\.[01]$)/.test(enhanced) : [550, 551, 553].includes(responseCode);
  return isOfAddress ? new MailRefused(`The mail server answered ${enhanced ?? responseCode}`) : null;
}
