import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runFile, startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { changePassword, post, startWithToken, tokenFile } from "../support/local-server.ts";
import { startSmtpServer } from "../support/smtp-server.ts";

describe("the local server's mailbox", () => {
  const mail = (to: string, at: string) =>
    `${JSON.stringify({ to, subject: `<b>Hello</b> ${to}`, text: "x", html: "<p>x", at, links: ["https://a.example"] })}\n`;

  /** A server that finds two mails from its last start. */
  async function startWithMail() {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, ".rollcall"));
    const mails =
      mail("ada@example.com", "2026-11-26T15:00:00.000Z") + mail("eve@example.com", "2026-11-26T15:01:00.000Z");
    writeFileSync(join(cwd, ".rollcall/mailbox"), mails);
    const server = await startLocalServer({ cwd });
    const token = readFileSync(tokenFile(cwd), "utf8");
    const get = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/dev/mail${query}`, { headers });
    return { ...server, token, get };
  }

  it("lists what was sent, the newest first, or to one address", async () => {
    const { token, get } = await startWithMail();
    const headers = { authorization: `Bearer ${token}` };
    expect(await (await get("", headers)).json()).toMatchObject([{ to: "eve@example.com" }, { to: "ada@example.com" }]);
    expect(await (await get("?to=ada@example.com", headers)).json()).toEqual([
      {
        to: "ada@example.com",
        subject: "<b>Hello</b> ada@example.com",
        text: "x",
        html: "<p>x",
        at: "2026-11-26T15:00:00.000Z",
        links: ["https://a.example"],
      },
    ]);
    expect(await (await get("?to=nobody@example.com", headers)).json()).toEqual([]);
    expect((await get("?from=x", headers)).status).toBe(422);
  });

  it("is a page under the address that the banner prints, in which a mail is text and runs nothing", async () => {
    const { url, token, get, output } = await startWithMail();
    expect(output()).toContain(`Mails are not sent, but kept: ${url}/dev/mail?token=${token}\n`);
    expect(output()).toContain("invented: LINKS_URL http://localhost:5173, where the example's pages are");
    const page = await get(`?token=${token}`, { accept: "text/html,application/xhtml+xml,*/*;q=0.8" });
    expect(page.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
    const text = await page.text();
    expect(text).toContain("&lt;b&gt;Hello&lt;/b&gt; ada@example.com");
    expect(text).toContain('sandbox="allow-popups" srcdoc="&lt;p&gt;x"');
    expect(text).not.toContain(token);
  });

  it("takes the token of the address for nothing else, and no other (Q199)", async () => {
    const { url, token, get } = await startWithMail();
    expect((await get("")).status).toBe(403);
    expect((await get("?token=x")).status).toBe(403);
    expect((await get(`?token=${token}`, { origin: "http://evil.example" })).status).toBe(403);
    expect(await post(url, `/dev/clock?token=${token}`, { advance: 1 })).toMatchObject({ status: 403 });
  });
});

describe("the local server's mails", () => {
  it("are in its mailbox a moment after their cause, in the language of the browser", async () => {
    const { url, authorization } = await startWithToken();
    await changePassword(url);
    const mails = async () =>
      (await fetch(`${url}/dev/mail?to=ada@example.com`, { headers: { authorization } })).json();
    const subject = "Ihr Passwort für Rollcall wurde geändert";
    await expect.poll(mails).toContainEqual(expect.objectContaining({ to: "ada@example.com", subject }));
  });

  it("go to a mail server where there is one", async () => {
    const { port, mails } = await startSmtpServer();
    const env = { MAIL_TRANSPORT: "smtp", SMTP_URL: `smtp://127.0.0.1:${port}` };
    const { url, output } = await startWithToken(env);
    await changePassword(url);
    const sent = expect.objectContaining({ to: ["ada@example.com"], from: "rollcall@example.com" });
    await expect.poll(() => mails).toEqual([sent, sent]);
    expect(output()).not.toContain("/dev/mail");
  });

  it("stop its start where they are to go to a mail server and none is named (Q200)", async () => {
    const { code, stderr } = await runFile("node/local.ts", [], {
      cwd: temporaryDirectory(),
      env: { MAIL_TRANSPORT: "smtp" },
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^SMTP_URL: is not set\. .*\n$/)]);
  });
});
