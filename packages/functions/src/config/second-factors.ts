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

/** @throws ConfigError when browsers would refuse RP_ID on the pages that there are */
export function secondFactorsOf(values: Values): Pick<Settings, "mfa" | "passkeys" | "factorRemovalDelay"> {
  const { MFA: mfa, FACTOR_REMOVAL_DELAY: factorRemovalDelay, ISSUER, LINKS_URL, CORS_ORIGINS } = values;
  const pages = LINKS_URL ? "LINKS_URL" : "ISSUER";
  const { hostname } = new URL(LINKS_URL ?? ISSUER);
  const rpId = values.RP_ID ?? hostname;
  if (!isWithin(hostname, rpId)) {
    throw new ConfigError([
      `RP_ID: is not the host of ${pages}, ${hostname}, nor a domain above it. Browsers make no passkeys there`,
    ]);
  }
  const known = [ISSUER, ...(LINKS_URL ? [new URL(LINKS_URL).origin] : []), ...CORS_ORIGINS];
  const origins = [...new Set(known)].filter(
    (origin) => URL.canParse(origin) && isWithin(new URL(origin).hostname, rpId),
  );
  return { mfa, factorRemovalDelay, passkeys: { rpId, origins } };
}

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);
