import { describe, expect, it } from "vitest";
import { templatesTo } from "../support/mails.ts";
import { answer, withApp } from "./support/authenticator-app.ts";
import { openBrowser, openPage, useBrowser } from "./support/browser.ts";
import { button, email, said, signInIn } from "./support/example.ts";
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
});
