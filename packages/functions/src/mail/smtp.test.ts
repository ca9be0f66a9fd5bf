import { type AddressInfo, createServer } from "node:net";
import { setDefaultCACertificates } from "node:tls";
import { composeMail, MailRefused, type Message } from "@rollcall/core/mail";
import { describe, expect, it, onTestFinished } from "vitest";
import { selfSignedCertificate } from "../../../../test/support/certificate.ts";
import { aMail } from "../../../../test/support/sample-mails.ts";
import { startSmtpServer } from "../../../../test/support/smtp-server.ts";
import { unusedPort } from "../../../../test/support/tcp-proxy.ts";
import { type SmtpServer, smtpServerOf, smtpTransport } from "./smtp.ts";

const message: Message = composeMail(aMail("reset-password", { name: "Jürgen" }), {
  from: { name: 'Müller, Söhne & "Co"', address: "no-reply@mail.example.com" },
  linksUrl: "https://app.example.com",
  language: "en",
});

function transportTo(port: number, more: Partial<SmtpServer> = {}, timeout?: number) {
  const transport = smtpTransport({ host: "127.0.0.1", port, secure: false, requireTLS: false, ...more }, timeout);
  onTestFinished(() => transport.close());
  return transport;
}

/** What a server's replies make of a mail. */
async function outcomeOf(replies: NonNullable<Parameters<typeof startSmtpServer>[0]>["replies"]) {
  const { port, mails } = await startSmtpServer({ replies });
  const error = await transportTo(port)
    .send(message)
    .then(
      () => null,
      (error: Error) => error,
    );
  return { error, mails };
}

describe("a mail by SMTP", () => {
  it("arrives with its fields, in text and HTML, for one recipient (Q20)", async () => {
    const { port, mails } = await startSmtpServer();
    await transportTo(port).send(message);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ from: "no-reply@mail.example.com", to: ["ada@example.com"] });
    const [header = "", body = ""] = mails[0]?.data.split("\n\n", 1) ?? [];
    expect(header).toContain(`Message-ID: ${message.messageId}\n`);
    expect(header).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(header).toMatch(new RegExp(`^X-Rollcall-Id: ${message.id}$`, "im"));
    expect(header).toMatch(/^To: ada@example.com$/m);
    expect(header).toMatch(/^From: =\?UTF-8\?.*<no-reply@mail\.example\.com>$/ms);
    expect(header).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(body).toBe("");
    expect(mails[0]?.data).toMatch(/Content-Type: text\/plain.*Content-Type: text\/html/s);
  });

  it("has the same Message-ID when it is sent again", async () => {
    const { port, mails } = await startSmtpServer();
    const transport = transportTo(port);
    await transport.send(message);
    await transport.send(message);
    const ids = mails.map(({ data }) => /^Message-ID: (.*)$/m.exec(data)?.[1]);
    expect(ids).toEqual([message.messageId, message.messageId]);
    expect(mails.map(({ connection }) => connection)).toEqual([1, 1]);
  });

  it("whose recipient looks like two, or like a field, has one (Q20)", async () => {
    for (const to of [
      "a@example.com,b@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "A <b@example.com>, c@example.com",
    ]) {
      const { port, mails } = await startSmtpServer();
      await transportTo(port)
        .send({ ...message, to })
        .catch(() => {});
      for (const mail of mails) {
        expect(mail.to).toHaveLength(1);
        expect(mail.data.split("\n\n")[0]).not.toMatch(/^Bcc:/m);
      }
    }
  });
});

describe("a connection", () => {
  const certificate = selfSignedCertificate();

  it("is encrypted where the server offers it", async () => {
    setDefaultCACertificates([certificate.cert]);
    const { port, mails } = await startSmtpServer({ certificate });
    await transportTo(port, { requireTLS: true }).send(message);
    expect(mails).toMatchObject([{ isEncrypted: true }]);
  });

  it("that cannot be encrypted carries no mail, unless it is to the same machine (Q234)", async () => {
    const { port, mails } = await startSmtpServer();
    await expect(transportTo(port, { requireTLS: true }).send(message)).rejects.toThrow(/STARTTLS/);
    expect(mails).toEqual([]);
    expect(smtpServerOf("smtp://mail.example.com").requireTLS).toBe(true);
    expect(smtpServerOf("smtp://10.0.0.7:25").requireTLS).toBe(true);
    for (const own of ["localhost", "127.0.0.1", "[::1]"]) {
      expect(smtpServerOf(`smtp://${own}:1025`).requireTLS).toBe(false);
    }
  });

  it("to a server that nobody vouches for carries none either (Q234)", async () => {
    const { port, mails } = await startSmtpServer({ certificate: selfSignedCertificate() });
    await expect(transportTo(port, { requireTLS: true }).send(message)).rejects.not.toThrow(MailRefused);
    expect(mails).toEqual([]);
  });

  it("that was cut while it had nothing to do costs no mail", async () => {
    const { port, mails, cut } = await startSmtpServer();
    const transport = transportTo(port);
    await transport.send(message);
    cut();
    await transport.send(message);
    expect(mails.map(({ connection }) => connection)).toEqual([1, 2]);
  });

  it("goes where SMTP_URL says, with what it says", () => {
    expect(smtpServerOf("smtps://user%40example.com:p%2Fw%3A@mail.example.com")).toEqual({
      host: "mail.example.com",
      port: 465,
      secure: true,
      requireTLS: false,
      auth: { user: "user@example.com", pass: "p/w:" },
    });
    expect(smtpServerOf("smtp://mail.example.com")).toMatchObject({ port: 587, secure: false });
    expect(smtpServerOf("smtp://[::1]:2525")).toMatchObject({ host: "::1", port: 2525 });
  });
});

describe("what the server refuses", () => {
  it.each([
    "550 5.1.1 No such user",
    "550-5.1.1 The account does not exist.\r\n550 5.1.1 Try another",
    "553 5.1.3 Bad address",
    "550 5.2.1 The mailbox is disabled",
    "556 5.1.10 The domain takes no mail",
    "550 No such user here",
    "551 User not local",
  ])("for good is the address: %j", async (reply) => {
    const { error, mails } = await outcomeOf({ RCPT: reply });
    expect(error).toBeInstanceOf(MailRefused);
    expect(error?.message).not.toContain("ada@example.com");
    expect(mails).toEqual([]);
  });

  it.each([
    { RCPT: "450 4.2.1 Try later" },
    { RCPT: "452 4.2.2 The mailbox is full" },
    { RCPT: "552 5.2.2 The mailbox is full" },
    { RCPT: "554 5.7.1 Relay access denied" },
    { RCPT: "550 5.7.1 You may not send through this server" },
    { RCPT: "530 5.7.0 Authentication required" },
    { RCPT: "503 Out of order" },
    { MAIL: "550 5.1.8 Bad sender" },
    { DATA: "554 5.6.0 No" },
    { "DATA.": "552 5.3.4 Too large" },
    { "DATA.": "554 5.7.1 Looks like spam" },
    { "DATA.": "451 4.3.0 Try later" },
    { RCPT: null },
    { "DATA.": null },
    { EHLO: "421 4.3.2 Busy" },
  ])("otherwise is worth another try: %j", async (replies) => {
    const { error, mails } = await outcomeOf(replies);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
    expect(mails).toEqual([]);
  });

  it("is followed by the next mail", async () => {
    const replies: { RCPT?: string } = { RCPT: "550 5.1.1 No such user" };
    const { port, mails } = await startSmtpServer({ replies });
    const transport = transportTo(port);
    await expect(transport.send(message)).rejects.toThrow(MailRefused);
    delete replies.RCPT;
    await transport.send(message);
    expect(mails).toHaveLength(1);
  });
});

describe("a server that is away", () => {
  it("refuses nothing", async () => {
    const error = await transportTo(await unusedPort())
      .send(message)
      .catch((error) => error);
    expect(error).toMatchObject({ code: expect.stringMatching(/ECONNREFUSED|ESOCKET|ECONNECTION/) });
  });

  it("or trickles its answer costs a mail no more than its time", async () => {
    const server = createServer((socket) => {
      const timer = setInterval(() => socket.write("220-Not yet\r\n"), 20);
      socket.on("close", () => clearInterval(timer)).on("error", () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const sending = transportTo((server.address() as AddressInfo).port, {}, 200).send(message);
    await expect(sending).rejects.not.toThrow(MailRefused);
  });

  it("or silent holds up nobody who is about to end", async () => {
    const { port } = await startSmtpServer({ replies: { MAIL: "250-wait" } });
    const transport = transportTo(port);
    const sending = transport.send(message).catch((error) => error);
    await expect.poll(() => Promise.race([sending, "under way"])).toBe("under way");
    transport.close();
    expect(await sending).toBeInstanceOf(Error);
  });

  it("or silent costs a mail no more than its time", async () => {
    const { port } = await startSmtpServer({ replies: { MAIL: "250-wait" } });
    const error = await transportTo(port, {}, 200)
      .send(message)
      .catch((error) => error);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
  });
});
