import type { CDPSession, Page } from "playwright-core";
import { keepCodes } from "./authenticator-app.ts";
import { button, said } from "./example.ts";

type Credential = Awaited<ReturnType<VirtualAuthenticator["credentials"]>>[number];

/** A phone or a computer that has passkeys: Chromium's own, of the DevTools protocol. */
export class VirtualAuthenticator {
  readonly #devTools: CDPSession;
  readonly #id: string;

  constructor(devTools: CDPSession, id: string) {
    this.#devTools = devTools;
    this.#id = id;
  }

  /** While `action` lasts, whoever is asked for a finger gives it; what waited before goes on waiting. */
  touching = async <T>(action: () => Promise<T>): Promise<T> => {
    await this.#isTouched(true);
    try {
      return await action();
    } finally {
      await this.#isTouched(false);
    }
  };

  #isTouched(enabled: boolean) {
    return this.#devTools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.#id, enabled });
  }

  async credentials() {
    const { credentials } = await this.#devTools.send("WebAuthn.getCredentials", { authenticatorId: this.#id });
    return credentials;
  }

  /** The only one. */
  async credential() {
    const [credential, ...others] = await this.credentials();
    if (!credential || others.length > 0) throw new Error(`There are ${others.length + 1} passkeys, or none`);
    return credential;
  }

  async keep(credential: Credential): Promise<void> {
    await this.#devTools.send("WebAuthn.addCredential", { authenticatorId: this.#id, credential });
  }

  /** It is reset, or lost. */
  async forgetAll(): Promise<void> {
    await this.#devTools.send("WebAuthn.clearCredentials", { authenticatorId: this.#id });
  }
}

/**
 * A platform authenticator of a tab. Nobody touches it but while {@link VirtualAuthenticator.touching}. It would then answer a page that offers
 * passkeys in a field as well, as if one was picked there; so the page offers none before it is loaded anew.
 */
export async function addAuthenticator(tab: Page): Promise<VirtualAuthenticator> {
  await tab.evaluate(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  const { devTools, authenticatorId } = await enableAuthenticator(tab);
  return new VirtualAuthenticator(devTools, authenticatorId);
}

/** Has Chromium give a tab an authenticator that nobody touches for now. */
export async function enableAuthenticator(tab: Page) {
  const devTools = await tab.context().newCDPSession(tab);
  await devTools.send("WebAuthn.enable");
  const { authenticatorId } = await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  });
  return { devTools, authenticatorId };
}

/** Presses a button for which the authenticator is asked, and waits until the page says what has come of it. */
export const touchFor = (tab: Page, { touching }: VirtualAuthenticator, name: string, outcome: string | RegExp) =>
  touching(async () => {
    await button(tab, name).click();
    await said(tab, outcome);
  });

/** Adds an account's first passkey in the page. @returns the recovery codes that come with it */
export async function addPasskey(tab: Page, authenticator: VirtualAuthenticator, name: string): Promise<string[]> {
  await tab.getByLabel("Name of the passkey").fill(name);
  return authenticator.touching(async () => {
    await button(tab, "Add a passkey").click();
    return keepCodes(tab);
  });
}
