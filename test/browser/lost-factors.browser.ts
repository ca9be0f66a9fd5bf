import type { UserPage } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, signInAsAdministrator } from "../support/accounts.ts";
import { mailOf, templatesTo } from "../support/mails.ts";
import type { TestRollcall } from "../support/rollcall.ts";
import { addApp, answer, keepCodes, withApp } from "./support/authenticator-app.ts";
import { openBrowser, openPage, useBrowser } from "./support/browser.ts";
import { button, email, part, said, signInIn } from "./support/example.ts";
import { follow } from "./support/mail.ts";
import { addAuthenticator, addPasskey, touchFor } from "./support/virtual-authenticator.ts";

useBrowser();

/** An account with an app and a passkey, and a browser in which neither is at hand. */
async function withBoth(settings: Parameters<typeof withApp>[0] = {}) {
  const example = await withApp(settings);
  const { tab, page } = example;
  const authenticator = await addAuthenticator(tab);
  await tab.getByLabel("Name of the passkey").fill("Laptop");
  await authenticator.touching(async () => {
    await button(tab, "Add a passkey").click();
    await button(tab, "Remove Laptop").waitFor();
  });
  return { ...example, elsewhere: await openPage(await openBrowser(), page) };
}

async function removeByAdministrator(rollcall: TestRollcall): Promise<Response> {
  const { token } = await signInAsAdministrator(rollcall);
  const { items } = await bodyOf<UserPage>(await rollcall.call("GET", `/users?q=${email}`, { token }));
  return rollcall.call("DELETE", `/users/${items[0]?.id}/factors`, {
    token,
    body: { reason: "Has shown her passport" },
  });
}

describe("an account whose owner has lost the phone and the laptop", () => {
  it("is signed in to with a recovery code, and gets other factors (Q130)", async () => {
    const { rollcall, elsewhere, codes } = await withBoth();
    await signInIn(elsewhere, email);
    await button(elsewhere, "Use a recovery code").click();
    await answer(elsewhere, "Recovery code", codes[0] ?? "");
    await said(elsewhere, "9 recovery codes are left.");
    for (const lost of ["Laptop", "Authenticator app"]) {
      await button(elsewhere, `Remove ${lost}`).click();
      await button(elsewhere, `Yes, remove ${lost}`).click();
      await button(elsewhere, `Remove ${lost}`).waitFor({ state: "detached" });
    }
    const authenticator = await addAuthenticator(elsewhere);
    expect(await addPasskey(elsewhere, authenticator, "New laptop")).toHaveLength(10);
    expect(await templatesTo(rollcall, email)).toEqual(
      expect.arrayContaining(["recovery-code-used", "factor-removed", "factor-added"]),
    );
    await button(elsewhere, "Sign out").click();
    await touchFor(elsewhere, authenticator, "Sign in with a passkey", "Sessions");
  });

  it("is signed in to with the password once an administrator has removed them, and nowhere else (Q131)", async () => {
    const { rollcall, tab, elsewhere } = await withBoth();
    expect((await removeByAdministrator(rollcall)).status).toBe(204);
    expect(await templatesTo(rollcall, email)).toContain("factors-removed");
    rollcall.clock.advance(601);
    await button(tab, "Save").click();
    await said(tab, "The session has ended. Sign in again.");
    await signInIn(elsewhere, email);
    await part(elsewhere, "My data").getByText("Your second factors were removed").waitFor();
    expect(await button(elsewhere, "Remove Authenticator app").count()).toBe(0);
    await addApp(elsewhere, rollcall, "New phone");
    expect(await keepCodes(elsewhere)).toHaveLength(10);
  });

  it("keeps them where the owner stops the removal by mail (Q131)", async () => {
    const { rollcall, page, elsewhere } = await withBoth({ factorRemovalDelay: 86_400 });
    expect((await removeByAdministrator(rollcall)).status).toBe(202);
    await follow(elsewhere, await mailOf(rollcall, "factors-removal", email), page);
    await button(elsewhere, "Keep them").click();
    await elsewhere.getByText(/^Your second factors stay\./).waitFor();
    expect(await templatesTo(rollcall, email)).toContain("factors-kept");
    await button(elsewhere, "Go on").click();
    await signInIn(elsewhere, email);
    await said(elsewhere, "One more proof");
  });
});
