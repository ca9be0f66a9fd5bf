import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { lastMailTo, mailOf, mailsOf } from "../support/mails.ts";
import { password, testSettings } from "../support/rollcall.ts";
import { openBrowser, openPage, useBrowser } from "./support/browser.ts";
import { button, confirmed, email, openExample, part, said, signInIn } from "./support/example.ts";
import { follow, linkIn, tracesIn } from "./support/mail.ts";

useBrowser();

const other = "seven lighthouses in a row";

const phone = {
  userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1",
};

/** A tab of another browser. */
const elsewhere = async (page: string, options = {}) => openPage(await openBrowser(options), page);

/** Gives the password in the dialog, at the second try. */
async function prove(tab: Page): Promise<void> {
  const dialog = tab.getByRole("dialog", { name: "Is it still you?" });
  await dialog.getByLabel("Your password").fill("not mine");
  await button(tab, "Go on").click();
  await said(tab, "Is not your current password");
  await dialog.getByLabel("Your password").fill(password);
  await button(tab, "Go on").click();
}

/** Registers where the service wants the address confirmed first. */
async function waiting() {
  const example = await openExample({}, { registration: "verify" });
  const { tab } = example;
  await button(tab, "I am new here").click();
  await tab.getByLabel("E-mail address").fill(email);
  await tab.getByLabel("Password").fill(password);
  await button(tab, "Register").click();
  await said(tab, `Look into the mailbox of ${email}: there is a mail with a link that goes on, and with a code.`);
  return example;
}

describe("an account", () => {
  it("is registered, confirmed from the mailbox, and signed in to", async () => {
    const { rollcall, tab, page, context } = await waiting();
    const mail = await lastMailTo(rollcall, email);
    await follow(tab, mail, page);
    expect(tab.url()).toBe(`${page}/verify-email`);
    await button(tab, "Confirm my address").click();
    await said(tab, "Your address is confirmed.");
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe("SECTION");
    await button(tab, "Go on").click();
    await signInIn(tab, email);
    await said(tab, "confirmed");
    expect(await tracesIn(tab, context)).not.toContain(mail.token);
  });

  it("is confirmed by the digits of the mail, too, and mailed them again", async () => {
    const { rollcall, tab } = await waiting();
    const first = await lastMailTo(rollcall, email);
    rollcall.clock.advance(61);
    await button(tab, "Mail it again").click();
    await said(tab, "If the address waits for it, another mail is on its way.");
    await tab.getByLabel("Code").fill(first.code ?? "");
    await button(tab, "Confirm my address").click();
    await said(tab, "The code is not right.");
    await tab.getByLabel("Code").fill((await lastMailTo(rollcall, email)).code ?? "");
    await button(tab, "Confirm my address").click();
    await said(tab, "Your address is confirmed. Sign in with it.");
  });

  it("gets another password by mail, when its own is forgotten", async () => {
    const { rollcall, tab, page, context } = await confirmed();
    await button(tab, "Sign out").click();
    await button(tab, "I forgot my password").click();
    await tab.getByLabel("E-mail address").fill(email);
    await button(tab, "Mail me a link for a new password").click();
    await said(tab, "If there is something to mail to this address, it is on its way.");
    const mail = await lastMailTo(rollcall, email);
    await follow(tab, mail, page);
    await tab.getByLabel("New password", { exact: true }).fill("short");
    await button(tab, "Set the password").click();
    await said(tab, "Must be at least 15 characters");
    await tab.getByLabel("New password", { exact: true }).fill(other);
    await button(tab, "Set the password").click();
    await said(tab, "The password is set. Sign in with it.");
    expect(await tracesIn(tab, context)).not.toMatch(new RegExp(`${mail.token}|${other}`));
    await button(tab, "Go on").click();
    await signInIn(tab, email, other);
    await said(tab, "confirmed");
  });

  it("moves to another address, for which it wants the password once more after a while, and moves back", async () => {
    const { rollcall, tab, page } = await confirmed();
    rollcall.clock.advance(601);
    const change = part(tab, "E-mail address");
    await change.getByLabel("New e-mail address").fill("lovelace@example.com");
    await change.getByLabel("Password").fill(password);
    await button(tab, "Change the address").click();
    await prove(tab);
    await said(tab, /^Look into the mailbox of the new address/);

    const phoneTab = await elsewhere(page);
    await follow(phoneTab, await lastMailTo(rollcall, "lovelace@example.com"), page);
    await button(phoneTab, "Use this address").click();
    await said(phoneTab, "Your account has its new address. Sign in with it from now on.");
    await tab.reload();
    await part(tab, "E-mail address").getByText("lovelace@example.com").waitFor();

    await follow(phoneTab, await mailOf(rollcall, "email-changed", email), page);
    await button(phoneTab, "Take it back").click();
    await said(phoneTab, /^Your account has its old address again/);
    expect((await lastMailTo(rollcall, email)).template).toBe("reset-password");
    rollcall.clock.advance(601);
    await button(tab, "Save").click();
    await said(tab, "The session has ended. Sign in again.");
  });

  it("is signed in to by digits that were read on another device", async () => {
    const { rollcall, page } = await confirmed();
    const tab = await elsewhere(page);
    await button(tab, "Send me a code").click();
    await tab.getByLabel("E-mail address").fill(email);
    await button(tab, "Send me a code").click();
    await tab.getByLabel("Code").waitFor();
    await tab.getByLabel("Code").fill("00000000");
    await button(tab, "Sign in").click();
    await said(tab, "The code is not right.");
    const { code = "" } = await lastMailTo(rollcall, email);
    await tab.getByLabel("Code").fill(`${code.slice(0, 4)} ${code.slice(4)}`);
    await button(tab, "Sign in").click();
    await said(tab, "Sessions");
    await tab.getByText(/this one.*signed in .* by mail/).waitFor();
  });

  it("is signed in to by a link, which leaves nothing behind", async () => {
    const { rollcall, page } = await confirmed();
    await rollcall.client().api.auth.code.$post({ json: { email } });
    const mail = await lastMailTo(rollcall, email);
    const context = await openBrowser();
    const tab = await openPage(context, linkIn(mail, page));
    await button(tab, "Sign in").click();
    await said(tab, "Sessions");
    expect(tab.url()).toBe(`${page}/`);
    expect(await tracesIn(tab, context)).not.toContain(mail.token);
  });

  it("is given back to its owner, who says of a sign-in that it was not theirs", async () => {
    const { rollcall, tab, page } = await confirmed();
    const thief = await elsewhere(page, phone);
    await signInIn(thief, email);
    await said(thief, "Sessions");
    await follow(tab, await mailOf(rollcall, "new-sign-in", email), page);
    await button(tab, "It was not me").click();
    await said(tab, "All devices are signed out, and the password is void. A link for a new one is on its way to you.");
    rollcall.clock.advance(601);
    await button(thief, "Save").click();
    await said(thief, "The session has ended. Sign in again.");
    await follow(tab, await lastMailTo(rollcall, email), page);
    await tab.getByLabel("New password", { exact: true }).fill(other);
    await button(tab, "Set the password").click();
    await button(tab, "Go on").click();
    await signInIn(tab, email, other);
    await said(tab, "Sessions");
  });

  it("shows its sessions, of which one that is not known is ended on the way to a new password", async () => {
    const { rollcall, tab, page } = await confirmed();
    const thief = await elsewhere(page, phone);
    await signInIn(thief, email);
    await said(thief, "Sessions");
    await tab.reload();
    await tab.getByText(/last used .*signed in .* by password, from 203\.0\.113\.7/).waitFor();
    await button(tab, "Safari on iOS was not me").click();
    await said(tab, "That device is signed out. Now set a new password, so that it stays out.");
    expect(await tab.evaluate(() => document.activeElement?.getAttribute("aria-labelledby"))).toBe("password");
    rollcall.clock.advance(601);
    await button(thief, "Save").click();
    await said(thief, "The session has ended. Sign in again.");
  });

  it("is deleted by who gives the password, and not by who will not", async () => {
    const { rollcall, tab } = await confirmed();
    rollcall.clock.advance(601);
    await tab.getByLabel("Password, to delete the account").fill(password);
    const press = part(tab, "Delete my account").getByRole("button");
    await press.click();
    await tab.getByRole("dialog").waitFor();
    expect(await tab.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("password");
    await button(tab, "Cancel").click();
    await said(tab, "Nothing was done, because you have not proved that it is still you.");
    expect(await tab.locator("dialog input").count()).toBe(0);

    await press.click();
    await prove(tab);
    await said(tab, "The account is deleted.");
    await signInIn(tab, email);
    await said(tab, "The address or the password is not right.");
  });

  it("is restored by mail, where its operator gives time for that", async () => {
    const { rollcall, tab, page } = await confirmed({ deletionGrace: 7 * 86_400 });
    await tab.getByLabel("Password, to delete the account").fill(password);
    await part(tab, "Delete my account").getByRole("button").click();
    await said(tab, "The account is deleted.");
    await follow(tab, await mailOf(rollcall, "account-deleted", email), page);
    await button(tab, "Restore my account").click();
    await said(tab, "Your account is as it was. Sign in to it.");
    await button(tab, "Go on").click();
    await signInIn(tab, email);
    await said(tab, "Sessions");
  });

  it("gives its owner all that is kept about it, in a file", async () => {
    const { tab } = await confirmed();
    const [file] = await Promise.all([
      tab.waitForEvent("download"),
      button(tab, "Download all that is kept about me").click(),
    ]);
    expect(file.suggestedFilename()).toBe("my-account.json");
    expect(JSON.parse(await readFile(await file.path(), "utf8"))).toMatchObject({ user: { email }, sessions: [{}] });
  });

  it("tells its owner what has happened to it", async () => {
    const { rollcall, tab } = await confirmed();
    await mailsOf(rollcall);
    await tab.reload();
    await part(tab, "My data").getByText("The address was confirmed").waitFor();
  });
});

describe("too many wrong codes", () => {
  it("are told with the time to wait", async () => {
    const limits = { ...testSettings.limits, guess: { ...testSettings.limits.guess, perAccount: 1 } };
    const { tab } = await openExample({}, { limits });
    await signInIn(tab, email);
    await said(tab, "The address or the password is not right.");
    await button(tab, "Sign in").click();
    await tab
      .getByRole("alert")
      .filter({ hasText: /^That was too often. Wait \d+ minutes?, and try again.$/ })
      .waitFor();
  });
});
