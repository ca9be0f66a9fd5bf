import * as z from "zod/mini";
import { eventPageSchema } from "../audit/index.ts";
import { factorSchema } from "../factor/index.ts";
import { dateTimeSchema } from "../kernel/text.ts";
import { purposes } from "../one-time/index.ts";
import { sessionSchema } from "../session/index.ts";
import { userSchema } from "../user/index.ts";

export const keptPlaceSchema = z.object({ lastSeenAt: dateTimeSchema, browsers: z.int() });

export const keptProofSchema = z.object({
  purpose: z.enum(purposes),
  email: z.string(),
  createdAt: dateTimeSchema,
  expiresAt: dateTimeSchema,
  usedAt: z.nullable(dateTimeSchema),
});

export const keptMessageSchema = z.object({
  kind: z.enum(["event", "mail"]),
  name: z.string(),
  to: z.nullable(z.string()),
  queuedAt: dateTimeSchema,
  givenUp: z.boolean(),
});

/** All that is kept about an account. Nothing in it could be used by who reads it: no hash, no token, no code, no digest. */
export const accountExportSchema = z.object({
  exportedAt: dateTimeSchema,
  user: userSchema,
  language: z.nullable(z.string()),
  undeliverable: z.nullable(z.string()),
  undeliverableSince: z.nullable(dateTimeSchema),
  hasPassword: z.boolean(),
  factors: z.array(factorSchema),
  recoveryCodesLeft: z.int(),
  factorsRemovedAt: z.nullable(dateTimeSchema),
  factorRemovalReason: z.nullable(z.string()),
  attempts: z.int(),
  sessions: z.array(sessionSchema),
  places: z.array(keptPlaceSchema),
  proofs: z.array(keptProofSchema),
  queue: z.array(keptMessageSchema),
  events: eventPageSchema,
});
export type AccountExport = z.infer<typeof accountExportSchema>;
