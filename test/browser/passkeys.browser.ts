import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { templatesTo } from "../support/mails.ts";
import { keepCodes } from "./support/authenticator-app.ts";
import { useBrowser } from "./support/browser.ts";
import { button, confirmed, email, said, signInIn } from "./support/example.ts";
import { addAuthenticator, addPasskey, touchFor } from "./support/virtual-authenticator.ts";

useBrowser();

const notFor = "There is no account for this passkey, or it did not make sure who you are.";
const wrong = "That is not right, or was used before. An app shows another code every half minute.";

/** An account with a passkey in a virtual authenticator, signed in. */
async function withPasskey() {
  const example = await confirmed();
  const authenticator = await addAuthenticator(example.tab);
  const codes = await addPasskey(example.tab, authenticator, "Laptop");
  return { ...example, authenticator, codes };
}

async function signOut(tab: Page): Promise<void> {
  await button(tab, "Sign out").click();
  await button(tab, "Sign in with a passkey").waitFor();
}

describe("a passkey", () => {
  it("is made, and signs in by itself, without an address (Q132)", async () => {
    const { rollcall, tab, authenticator, codes } = await withPasskey();
    expect(codes).toHaveLength(10);
    expect(await templatesTo(rollcall, email)).toContain("factor-added");
    await tab.getByText("passkey, on one device alone").waitFor();
    expect(await authenticator.credentials()).toMatchObject([{ isResidentCredential: true, userName: email }]);
    await signOut(tab);
    await authenticator.touching(async () => {
      await button(tab, "Sign in with a passkey").click();
      await tab.getByText(/this one.*by passkey/).waitFor();
    });
  });

  it("is offered where the address is typed, and signs in when it is picked (Q135)", async () => {
    const { tab, authenticator } = await withPasskey();
    await signOut(tab);
    await authenticator.touching(async () => {
      await tab.reload();
      await said(tab, "Sessions");
    });
  });

  it("is asked for at the button, too, while it is offered where the address is typed", async () => {
    const { tab, authenticator } = await withPasskey();
    await signOut(tab);
    await tab.addInitScript(() => {
      const get = navigator.credentials.get.bind(navigator.credentials);
      navigator.credentials.get = (options) => {
        document.body.dataset.asked = options?.mediation;
        return get(options);
      };
    });
    await tab.reload();
    await tab.locator("body[data-asked=conditional]").waitFor();
    await touchFor(tab, authenticator, "Sign in with a passkey", "Sessions");
  });

  it("is made once by one device", async () => {
    const { tab, authenticator } = await withPasskey();
    await touchFor(tab, authenticator, "Add a passkey", "This device has a passkey of your account already.");
    expect(await authenticator.credentials()).toHaveLength(1);
  });

  it("is asked for after a password (Q41)", async () => {
    const { tab, authenticator } = await withPasskey();
    await signOut(tab);
    await signInIn(tab, email);
    await said(tab, "One more proof");
    await authenticator.touching(async () => {
      await button(tab, "Sign in").click();
      await tab.getByText(/this one.*by password and passkey/).waitFor();
    });
  });

  it("does after a password also without a finger or a PIN, and alone it does not (Q134)", async () => {
    const { tab, authenticator } = await withPasskey();
    await signOut(tab);
    // Pages that ask for less than the service has told them to.
    await tab.route(/(passkey\/options|mfa\/passkey)$/, async (route) => {
      const response = await route.fetch();
      const { options, ...rest } = await response.json();
      await route.fulfill({ response, json: { ...rest, options: { ...options, userVerification: "discouraged" } } });
    });
    await touchFor(tab, authenticator, "Sign in with a passkey", notFor);
    await signInIn(tab, email);
    await said(tab, "One more proof");
    await touchFor(tab, authenticator, "Sign in", "Sessions");
  });

  it("proves who is signed in (Q109)", async () => {
    const { rollcall, tab, authenticator } = await withPasskey();
    rollcall.clock.advance(601);
    await button(tab, "Make new recovery codes").click();
    await said(tab, "Is it still you?");
    await authenticator.touching(async () => {
      await button(tab, "Go on").click();
      expect(await keepCodes(tab)).toHaveLength(10);
    });
  });

  it("has a name, and is of no use once it was removed (Q131)", async () => {
    const { tab, authenticator } = await withPasskey();
    const kept = await authenticator.credential();
    await button(tab, "Rename Laptop").click();
    await tab.getByLabel("New name of Laptop").fill("Old laptop");
    await button(tab, "Save the name").click();
    await button(tab, "Remove Old laptop").click();
    await button(tab, "Yes, remove Old laptop").click();
    await button(tab, "Remove Old laptop").waitFor({ state: "detached" });
    // The browser was told, and offers it no more; this one was kept all the same.
    await expect.poll(() => authenticator.credentials()).toEqual([]);
    await authenticator.keep(kept);
    await signOut(tab);
    await touchFor(tab, authenticator, "Sign in with a passkey", notFor);
  });

  it("is not asked for again by a dialog that was closed", async () => {
    const { tab, authenticator } = await withPasskey();
    await signOut(tab);
    await authenticator.forgetAll();
    await touchFor(tab, authenticator, "Sign in with a passkey", "No passkey was used. Try again, or another way.");
    await signInIn(tab, email);
    await said(tab, "One more proof");
  });
});

describe("a copy of a passkey", () => {
  it("is refused once it has signed less often than the original, and leaves an event (Q133)", async () => {
    const { rollcall, tab, authenticator } = await withPasskey();
    const copied = await authenticator.credential();
    await signOut(tab);
    await touchFor(tab, authenticator, "Sign in with a passkey", "Sessions");
    await signOut(tab);
    await authenticator.forgetAll();
    await authenticator.keep({ ...copied, signCount: 0 });
    await touchFor(tab, authenticator, "Sign in with a passkey", notFor);
    await signInIn(tab, email);
    await said(tab, "One more proof");
    await touchFor(tab, authenticator, "Sign in", wrong);
    expect(rollcall.logs.filter((line) => line.includes("passkey.counter_regressed"))).toHaveLength(2);
  });
});
