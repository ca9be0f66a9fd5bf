import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Mailbox, MailTransport } from "@rollcall/core/mail";

export interface SesOptions {
  /** Through which SES tells of bounces and complaints. */
  configurationSet?: string | undefined;
}

/** Milliseconds for a connection, and for an answer. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

const utf8 = (text: string) => ({ Data: text, Charset: "UTF-8" });

/**
 * Sends by Amazon SES, with the rights of the process. SES sets Message-ID and Date itself, and refuses others; the entry's id is
 * in the field X-Rollcall-Id and in the tag `rollcall-id`, which its notifications repeat. SES takes mail for every address and
 * tells of those that do not exist later, so nothing is refused here for good.
 */
export function sesTransport({ configurationSet }: SesOptions = {}): Required<MailTransport> {
  const ses = new SESv2Client({ maxAttempts: 2, requestHandler: timeouts });
  const end = new AbortController();
  return {
    async send({ id, from, to, subject, text, html, headers }) {
      const command = new SendEmailCommand({
        FromEmailAddress: mailboxText(from),
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
            Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
          },
        },
        EmailTags: [{ Name: "rollcall-id", Value: id }],
        ConfigurationSetName: configurationSet,
      });
      await ses.send(command, { abortSignal: end.signal });
    },
    close: () => end.abort(),
  };
}

/** A mailbox as it stands in a header field (RFC 5322 section 3.4), of ASCII alone: SES refuses other characters there. */
export function mailboxText({ name, address }: Mailbox): string {
  if (name === "") return address;
  const words = /^[ -~]*$/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : encodedWords(name);
  return `${words} <${address}>`;
}

/** RFC 2047 section 2: words of at most 75 characters, none of which splits a character. */
function encodedWords(text: string): string {
  const pieces: string[] = [""];
  for (const character of text) {
    const longer = pieces.at(-1) + character;
    if (Buffer.byteLength(longer) <= 45) pieces[pieces.length - 1] = longer;
    else pieces.push(character);
  }
  return pieces.map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString("base64")}?=`).join(" ");
}
