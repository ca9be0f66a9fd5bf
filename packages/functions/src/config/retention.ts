import type { Retention } from "@rollcall/core/settings";
import * as z from "zod/mini";
import { seconds } from "./values.ts";

const day = 86_400;
const year = 365 * day;

/** The variables that say how long things are kept. */
export const retentionVariables = {
  EVENTS_RETENTION: z._default(seconds(30 * day, 10 * year), 400 * day),
  PLACES_RETENTION: z._default(seconds(day, 10 * year), year),
  DEAD_LETTERS_RETENTION: z._default(seconds(day, year), 30 * day),
};

type Values = z.output<z.ZodMiniObject<typeof retentionVariables>>;

export function retentionOf(values: Values): Retention {
  return {
    events: values.EVENTS_RETENTION,
    places: values.PLACES_RETENTION,
    deadLetters: values.DEAD_LETTERS_RETENTION,
  };
}
