import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { lastMailTo, templatesTo } from "../support/mails.ts";
import { password } from "../support/rollcall.ts";
import { addApp, answer, keepCodes, scanIn, withApp } from "./support/authenticator-app.ts";
import { openBrowser, openPage, useBrowser } from "./support/browser.ts";
import { button, confirmed, email, openExample, part, registerIn, said, signInIn } from "./support/example.ts";
import { follow, linkIn } from "./support/mail.ts";

useBrowser();

const wrong = "That is not right, or was used before. An app shows another code every half minute.";

async function answerWithRecoveryCode(tab: Page, code: string): Promise<void> {
  await button(tab, "Use a recovery code").click();
  await answer(tab, "Recovery code", code);
}

describe("an authenticator app", () => {
  it("is set up by its QR code and its first code, and is asked for from then on (Q126)", async () => {
    const { rollcall, tab } = await confirmed();
    await button(tab, "Add an authenticator app").click();
    const app = await scanIn(tab, rollcall);
    await tab.getByLabel("Code of the app").fill("000000");
    await button(tab, "Confirm the app").click();
    await said(tab, "Is not good, or was used before");
    await tab.getByLabel("Code of the app").fill(app.nextCode());
    await button(tab, "Confirm the app").click();
    expect(await keepCodes(tab)).toHaveLength(10);
    await said(tab, "10 recovery codes are left.");
    expect(await templatesTo(rollcall, email)).toContain("factor-added");

    await button(tab, "Sign out").click();
    await signInIn(tab, email);
    await said(tab, "One more proof");
    const code = app.nextCode();
    await answer(tab, "Code of the app", code);
    await tab.getByText(/this one.*by password and code/).waitFor();

    await button(tab, "Sign out").click();
    await signInIn(tab, email);
    await answer(tab, "Code of the app", code);
    await said(tab, wrong);
  });

  it("is asked for by every way to sign in (Q41)", async () => {
    const { rollcall, tab, page, app } = await withApp();
    await button(tab, "Sign out").click();
    await button(tab, "Send me a code").click();
    await tab.getByLabel("E-mail address").fill(email);
    await button(tab, "Send me a code").click();
    await tab.getByLabel("Code").waitFor();
    const { code = "" } = await lastMailTo(rollcall, email);
    await answer(tab, "Code", code);
    await answer(tab, "Code of the app", app.nextCode());
    await said(tab, "Sessions");

    await button(tab, "Sign out").click();
    rollcall.clock.advance(61);
    await rollcall.client().api.auth.code.$post({ json: { email } });
    await tab.goto(linkIn(await lastMailTo(rollcall, email), page));
    await button(tab, "Sign in").click();
    await answer(tab, "Code of the app", app.nextCode());
    await said(tab, "Sessions");
  });

  it("is waited for five minutes", async () => {
    const { rollcall, tab, app } = await withApp();
    await button(tab, "Sign out").click();
    await signInIn(tab, email);
    await tab.getByLabel("Code of the app").waitFor();
    rollcall.clock.advance(301);
    await answer(tab, "Code of the app", app.nextCode());
    await said(tab, "That took too long. Begin anew.");
    await button(tab, "Begin anew").click();
    await signInIn(tab, email);
    await answer(tab, "Code of the app", app.nextCode());
    await said(tab, "Sessions");
  });

  it("proves who is signed in, where the password alone does not any more (Q109)", async () => {
    const { rollcall, tab, app } = await withApp();
    rollcall.clock.advance(601);
    await button(tab, "Make new recovery codes").click();
    const dialog = tab.getByRole("dialog", { name: "Is it still you?" });
    await dialog.getByLabel("Code of the app").fill("000000");
    await button(tab, "Go on").click();
    await said(tab, "Is not good, or was used before");
    expect(await button(tab, "Use the password").count()).toBe(0);
    await dialog.getByLabel("Code of the app").fill(app.nextCode());
    await button(tab, "Go on").click();
    expect(await keepCodes(tab)).toHaveLength(10);
  });

  it("has a name, and can be removed: then the password is enough again (Q131)", async () => {
    const { rollcall, tab } = await withApp();
    await button(tab, "Rename Authenticator app").click();
    await tab.getByLabel("New name of Authenticator app").fill("Old phone");
    await button(tab, "Save the name").click();
    await button(tab, "Remove Old phone").click();
    await tab.getByText(/^This is the only one/).waitFor();
    await button(tab, "Yes, remove Old phone").click();
    await button(tab, "Remove Old phone").waitFor({ state: "detached" });
    expect(await templatesTo(rollcall, email)).toContain("factor-removed");
    await button(tab, "Sign out").click();
    await signInIn(tab, email);
    await said(tab, "Sessions");
  });

  it("ends the other sessions when it is the first factor", async () => {
    const { rollcall, tab, page } = await confirmed();
    const elsewhere = await openPage(await openBrowser(), page);
    await signInIn(elsewhere, email);
    await said(elsewhere, "Sessions");
    await addApp(tab, rollcall);
    await keepCodes(tab);
    await button(tab, "End all others").waitFor({ state: "detached" });
    rollcall.clock.advance(601);
    await button(elsewhere, "Save").click();
    await said(elsewhere, "The session has ended. Sign in again.");
  });

  it("is not set up before the address is confirmed", async () => {
    const { tab } = await openExample();
    await registerIn(tab, email);
    await button(tab, "Add an authenticator app").click();
    await said(tab, "Confirm your address first.");
  });
});

describe("recovery codes", () => {
  it("are shown once, to be copied or kept in a file", async () => {
    const { rollcall, tab, context } = await confirmed();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await addApp(tab, rollcall);
    await button(tab, "Copy").click();
    await said(tab, "Copied.");
    const [file] = await Promise.all([tab.waitForEvent("download"), button(tab, "Download").click()]);
    const kept = await readFile(await file.path(), "utf8");
    expect(await tab.evaluate(() => navigator.clipboard.readText())).toBe(kept.trimEnd());
    const codes = await keepCodes(tab);
    expect(kept).toBe(`${codes.join("\n")}\n`);
    await tab.reload();
    await said(tab, "10 recovery codes are left.");
    expect(await tab.content()).not.toContain(codes[0]);
  });

  it("let their owner in without the phone, each once, to set up another one (Q130)", async () => {
    const { rollcall, tab, codes } = await withApp();
    const [first = "", second = ""] = codes;
    await button(tab, "Sign out").click();
    await signInIn(tab, email);
    await answerWithRecoveryCode(tab, first);
    await said(tab, "9 recovery codes are left.");
    expect(await templatesTo(rollcall, email)).toContain("recovery-code-used");
    await button(tab, "Remove Authenticator app").click();
    await button(tab, "Yes, remove Authenticator app").click();
    await button(tab, "Remove Authenticator app").waitFor({ state: "detached" });
    const app = await addApp(tab, rollcall, "New phone");
    await keepCodes(tab);

    await button(tab, "Sign out").click();
    await signInIn(tab, email);
    await answerWithRecoveryCode(tab, second);
    await said(tab, wrong);
    await button(tab, "Use the authenticator app").click();
    await answer(tab, "Code of the app", app.nextCode());
    await said(tab, "Sessions");
  });

  it("are void once there are new ones", async () => {
    const { tab, codes } = await withApp();
    await button(tab, "Make new recovery codes").click();
    const [code = ""] = await keepCodes(tab);
    await button(tab, "Sign out").click();
    await signInIn(tab, email);
    await answerWithRecoveryCode(tab, codes[0] ?? "");
    await said(tab, wrong);
    await answer(tab, "Recovery code", code.toUpperCase().replaceAll("-", " "));
    await said(tab, "9 recovery codes are left.");
  });
});

describe("where everybody has to have a second factor", () => {
  it("there is nothing else to do before, and everything after", async () => {
    const { rollcall, tab, page } = await openExample({}, { mfa: "required" });
    await registerIn(tab, email);
    await said(tab, "Everybody here has a second factor. Set one up, and go on.");
    await part(tab, "Sessions").waitFor({ state: "detached" });
    await follow(tab, await lastMailTo(rollcall, email), page);
    await button(tab, "Confirm my address").click();
    await button(tab, "Go on").click();
    await addApp(tab, rollcall);
    expect(await keepCodes(tab)).toHaveLength(10);
    await part(tab, "Sessions").waitFor();
    await part(tab, "Profile").waitFor();
  });
});

it("a new password by mail takes no second factor away", async () => {
  const { rollcall, tab, page, app } = await withApp();
  await rollcall.client().api.auth.password.forgot.$post({ json: { email } });
  await follow(tab, await lastMailTo(rollcall, email), page);
  await tab.getByLabel("New password", { exact: true }).fill(password);
  await button(tab, "Set the password").click();
  await button(tab, "Go on").click();
  await signInIn(tab, email);
  await answer(tab, "Code of the app", app.nextCode());
  await said(tab, "Sessions");
});
