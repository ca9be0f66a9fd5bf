import { errorCodes } from "@rollcall/core";
import * as z from "zod/mini";

/** RFC 7517 section 4: the public members of a signing key. */
export const jwkSchema = z.object({
  kty: z.enum(["EC", "RSA"]),
  use: z.literal("sig"),
  alg: z.enum(["ES256", "RS256"]),
  kid: z.string(),
  crv: z.optional(z.literal("P-256")),
  x: z.optional(z.string()),
  y: z.optional(z.string()),
  n: z.optional(z.string()),
  e: z.optional(z.string()),
});

export const jwksSchema = z.object({ keys: z.array(jwkSchema) });

/** The members of OpenID Connect Discovery 1.0, section 3, that verifiers of access tokens read. */
export const providerSchema = z.object({ issuer: z.string(), jwks_uri: z.string() });

export const statusSchema = z.object({ status: z.literal("ok") });

export const documentSchema = z.looseObject({ openapi: z.string() });

/** Every code that has a page. */
const explainedCode = z.enum(errorCodes);

export const problemParamsSchema = z.object({ code: explainedCode });

export const problemPageSchema = z.object({
  code: explainedCode,
  status: z.int(),
  title: z.string(),
  advice: z.string(),
});
