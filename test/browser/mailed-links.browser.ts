import { describe, expect, it } from "vitest";
import { administrate, confirmAddress, signUp } from "../support/accounts.ts";
import { lastMailTo, mailOf, mailsOf } from "../support/mails.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";
import { openBrowser, useBrowser } from "./support/browser.ts";
import { button, confirmed, email, openExample, said } from "./support/example.ts";
import { follow, linkIn, tracesIn } from "./support/mail.ts";

useBrowser();

const other = "seven lighthouses in a row";

describe("a mailed link", () => {
  it("says that it was used, and the way on", async () => {
    const { rollcall, tab, page } = await confirmed();
    const [mail] = await mailsOf(rollcall, email);
    if (!mail) throw new Error("No mail");
    await follow(tab, mail, page);
    await button(tab, "Confirm my address").click();
    await said(tab, "This was used before, and works only once.");
    await said(tab, "If you have used it, your address is confirmed, and you can sign in. Otherwise ask for another.");
    await button(tab, "Mail the confirmation again").waitFor();
  });

  it("says that it has expired, and mails another", async () => {
    const { rollcall, tab, page } = await confirmed();
    await rollcall.client().api.auth.password.forgot.$post({ json: { email } });
    await follow(tab, await lastMailTo(rollcall, email), page);
    rollcall.clock.advance(3_601);
    await tab.getByLabel("New password", { exact: true }).fill(other);
    await button(tab, "Set the password").click();
    await said(tab, "This is not good any more: it is too old, or a newer mail has taken its place.");
    await tab.getByLabel("E-mail address").fill(email);
    await button(tab, "Mail me a link for a new password").click();
    await said(tab, "If there is something to mail to this address, it is on its way.");
    expect((await mailsOf(rollcall, email)).filter(({ template }) => template === "reset-password")).toHaveLength(2);
  });

  it("is another one when it is opened in the same tab", async () => {
    const { rollcall, tab, page, context } = await confirmed();
    await tab.goto(`${page}/reset-password`);
    await rollcall.client().api.auth.password.forgot.$post({ json: { email } });
    const mail = await lastMailTo(rollcall, email);
    await tab.getByLabel("Code").waitFor();
    await tab.goto(linkIn(mail, page));
    await tab.getByLabel("Code").waitFor({ state: "detached" });
    await expect.poll(() => tracesIn(tab, context)).not.toContain(mail.token);
    await tab.goBack();
    expect(await tab.evaluate(() => location.href)).not.toContain(mail.token);
  });

  it("does nothing until somebody presses the button: scanners that open each, twice, with scripts or without (Q25)", async () => {
    const { rollcall, tab, page } = await openExample({}, { deletionGrace: 86_400 });
    const links = (await everyMail(rollcall)).map((mail) => linkIn(mail, page));
    const before = await accountsOf(rollcall);
    const calls = rollcall.logs.length;
    const scanner = await (await openBrowser()).newPage();
    for (const link of [...links, ...links]) {
      expect((await fetch(link)).status).toBe(200);
      // A blank page in between, so that it is loaded and not only the fragment changed.
      await scanner.goto("about:blank");
      await scanner.goto(link);
      await scanner.getByRole("main").getByRole("button").first().waitFor();
    }
    expect(rollcall.logs.length).toBe(calls);
    expect(await accountsOf(rollcall)).toEqual(before);
    await tab.goto(links.find((link) => link.includes("/not-me")) ?? "");
    await button(tab, "It was not me").click();
    await said(tab, "All devices are signed out, and the password is void. A link for a new one is on its way to you.");
  }, 60_000);
});

/** One of each kind, all of them good at once. */
async function everyMail(rollcall: TestRollcall) {
  const { create } = await administrate(rollcall);
  const { tokens } = await signUp(rollcall, "grace@example.com");
  await confirmAddress(rollcall, "grace@example.com");
  const ask = (path: string, body: object) => rollcall.call("POST", path, { body, token: tokens.accessToken });
  await ask("/me/email", { newEmail: email, password });
  await ask("/auth/email/change", { token: (await lastMailTo(rollcall, email)).token });
  rollcall.clock.advance(61);
  await ask("/me/email", { newEmail: "lovelace@example.com", password });
  await ask("/auth/password/forgot", { email });
  await ask("/auth/code", { email });
  await rollcall.call("POST", "/auth/login", { body: { email, password }, ip: "198.51.100.9" });
  await signUp(rollcall, "eve@example.com");
  await create({ email: "joan@example.com" });
  const { tokens: last } = await signUp(rollcall, "mary@example.com");
  await rollcall.call("DELETE", "/me", { body: { password }, token: last.accessToken });
  await mailsOf(rollcall);
  return Promise.all([
    mailOf(rollcall, "change-email", "lovelace@example.com"),
    mailOf(rollcall, "email-changed", "grace@example.com"),
    mailOf(rollcall, "reset-password", email),
    mailOf(rollcall, "sign-in-code", email),
    mailOf(rollcall, "new-sign-in", email),
    mailOf(rollcall, "verify-email", "eve@example.com"),
    mailOf(rollcall, "invitation", "joan@example.com"),
    mailOf(rollcall, "account-deleted", "mary@example.com"),
  ]);
}

async function accountsOf({ dependencies: { database } }: TestRollcall) {
  const { users } = await import("../../packages/core/src/user/index.ts");
  return database.collection(users).find({}, { sort: { _id: 1 }, limit: 100 });
}
