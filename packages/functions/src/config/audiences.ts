import * as z from "zod/mini";
import { ConfigError } from "./config-error.ts";
import { list } from "./values.ts";

const expected =
  "expected services such as orders or https://orders.example.com, of up to 200 visible ASCII characters, separated by commas";

/** RFC 7519 section 2: any text, but with a colon in it a URI. */
function isAudience(value: string): boolean {
  return /^[!#-[\]-~]{1,200}$/.test(value) && (!value.includes(":") || URL.canParse(value));
}

/** The services that tokens may be asked for. */
export const audienceList = z.pipe(
  z.pipe(z.string(), list),
  z
    .array(z.string().check(z.refine(isAudience, expected)))
    .check(z.refine((audiences) => new Set(audiences).size === audiences.length, "names a service twice")),
);

/** A variable of before, whose only audience was for everything. */
export const formerAudience = z.optional(
  z.never("is not read any more. List the services that tokens may be asked for in AUDIENCES, separated by commas"),
);

/** Whether an audience goes by the name of the service itself, for which its own tokens are. */
function isIssuer(audience: string, issuer: string): boolean {
  return URL.canParse(audience) && new URL(audience).href === new URL(issuer).href;
}

/** A token for the issuer is good here, so no other service may go by its name. @throws ConfigError */
export function audiencesOf({ ISSUER, AUDIENCES }: { ISSUER: string; AUDIENCES: string[] }): string[] {
  if (!AUDIENCES.some((audience) => isIssuer(audience, ISSUER))) return AUDIENCES;
  throw new ConfigError(["AUDIENCES: names ISSUER, this service itself. List other services only"]);
}
