import type { Settings } from "@rollcall/core/settings";
import * as z from "zod/mini";
import { ConfigError } from "./config-error.ts";
import { choice, seconds } from "./values.ts";

const domain = z
  .string()
  .check(
    z.regex(
      /^(localhost|([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]([a-z\d-]*[a-z\d])?)$/,
      "expected the domain of your pages, or one above it, in lower case, such as example.com",
    ),
  );

/** The variables that speak of second factors and passkeys. */
export const secondFactorVariables = {
  MFA: z._default(choice(["off", "optional", "required", "admins"]), "optional"),
  RP_ID: z.optional(domain),
  FACTOR_REMOVAL_DELAY: z._default(seconds(0, 2_592_000), 0),
};

type Values = z.output<z.ZodMiniObject<typeof secondFactorVariables>> & {
  ISSUER: string;
  LINKS_URL?: string | undefined;
  CORS_ORIGINS: readonly string[];
};

/**
 * The domain of passkeys is that of the pages: LINKS_URL's, where there are mails, or else ISSUER's.
 * @throws ConfigError when browsers would refuse RP_ID on the pages that there are
 */
export function secondFactorsOf(values: Values): Pick<Settings, "mfa" | "passkeys" | "factorRemovalDelay"> {
  const { MFA: mfa, FACTOR_REMOVAL_DELAY: factorRemovalDelay, ISSUER, LINKS_URL, CORS_ORIGINS } = values;
  const pages = LINKS_URL ? [new URL(LINKS_URL).origin] : [ISSUER, ...CORS_ORIGINS];
  const known = [...new Set([...pages, ISSUER, ...CORS_ORIGINS].map(withNameOfMachine))];
  const rpId = values.RP_ID ?? hostOf(known[0] as string);
  const isOurs = (origin: string) => isWithin(hostOf(origin), rpId);
  if (!pages.map(withNameOfMachine).some(isOurs)) {
    const names = LINKS_URL ? "LINKS_URL" : "ISSUER, nor of a page in CORS_ORIGINS";
    throw new ConfigError([
      `RP_ID: is not the host of ${names}, nor a domain above it. Browsers make passkeys for the domain of a page alone`,
    ]);
  }
  return { mfa, factorRemovalDelay, passkeys: { rpId, origins: known.filter(isOurs) } };
}

/** Passkeys are made for names, never for addresses. The machine itself has one: a page of it is opened by that. */
const withNameOfMachine = (origin: string) =>
  origin.replace(/^(http:\/\/)(127\.0\.0\.1|\[::1\])(?=:|$)/, "$1localhost");

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).hostname : "");

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);
