import { type AddressInfo, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { createSecureContext, TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { Certificate } from "./certificate.ts";

/** A mail that the server has taken. */
export interface TakenMail {
  from: string;
  to: string[];
  /** Header and body, with line feeds. */
  data: string;
  isEncrypted: boolean;
  /** Of the connection that it came by. */
  connection: number;
}

export interface SmtpServerOptions {
  /** Offers STARTTLS. */
  certificate?: Certificate;
  /** What it answers to a command, `DATA.` to the end of a mail, instead of what all is well with; null hangs up. */
  replies?: Partial<Record<"EHLO" | "MAIL" | "RCPT" | "DATA" | "DATA." | "RSET", string | null>>;
}

interface Conversation {
  options: SmtpServerOptions;
  mails: TakenMail[];
  number: number;
}

/** A mail server (RFC 5321) on loopback that keeps what it gets, until the end of the test. */
export async function startSmtpServer(options: SmtpServerOptions = {}) {
  const mails: TakenMail[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.write("220 test.example ESMTP\r\n");
    converse(socket, { options, mails, number: sockets.length });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, mails, cut };
}

function converse(socket: Socket, { options, mails, number }: Conversation): void {
  const { certificate, replies = {} } = options;
  const isEncrypted = socket instanceof TLSSocket;
  let mail = { from: "", to: [] as string[], data: "" };
  let isData = false;
  const lines = createInterface({ input: socket });
  socket.on("error", () => {});
  lines.on("error", () => {});
  const answer = (command: keyof NonNullable<typeof replies>, usual: string): void => {
    const reply = replies[command] === undefined ? usual : replies[command];
    if (reply === null) socket.destroy();
    else if (!socket.destroyed) socket.write(`${reply}\r\n`);
  };
  const endOfData = (): void => {
    isData = false;
    if (replies["DATA."] === undefined) mails.push({ ...mail, isEncrypted, connection: number });
    answer("DATA.", "250 2.0.0 Taken");
  };
  const startTls = (): void => {
    if (!certificate) return void socket.write("502 5.5.1 Not here\r\n");
    lines.close();
    socket.write("220 Go ahead\r\n");
    const key = certificate.key.export({ type: "pkcs8", format: "pem" }) as string;
    const secureContext = createSecureContext({ cert: certificate.cert, key });
    converse(new TLSSocket(socket, { isServer: true, secureContext }), { options, mails, number });
  };
  const commands: Record<string, (line: string) => void> = {
    EHLO: () => answer("EHLO", certificate && !isEncrypted ? "250-test.example\r\n250 STARTTLS" : "250 test.example"),
    STAR: startTls,
    MAIL(line) {
      mail = { from: addressIn(line), to: [], data: "" };
      answer("MAIL", "250 2.1.0 Ok");
    },
    RCPT(line) {
      mail.to.push(addressIn(line));
      answer("RCPT", "250 2.1.5 Ok");
    },
    DATA() {
      isData = replies.DATA === undefined;
      answer("DATA", "354 Go ahead");
    },
    QUIT: () => void socket.end("221 2.0.0 Bye\r\n"),
    RSET: () => answer("RSET", "250 2.0.0 Ok"),
  };
  lines.on("line", (line) => {
    if (!isData) commands[line.slice(0, 4).toUpperCase()]?.(line);
    else if (line === ".") endOfData();
    else mail.data += `${line.replace(/^\.\./, ".")}\n`;
  });
}

const addressIn = (line: string) => /<(.*?)>/.exec(line)?.[1] ?? "";
