import * as z from "zod/mini";

const pageSizes = "Must be a number from 1 to 100";

const pageSize = z.pipe(
  z.pipe(z.string().check(z.regex(/^[1-9]\d{0,2}$/, pageSizes)), z.transform(Number)),
  z.int().check(z.gte(1), z.lte(100, pageSizes)),
);

/* The parameters that every list in pages takes. */
export const limitSchema = z._default(pageSize, 50);
export const cursorSchema = z.optional(z.string().check(z.maxLength(100)));
