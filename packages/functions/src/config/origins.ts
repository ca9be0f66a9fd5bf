import * as z from "zod/mini";
import { list } from "./values.ts";

/*
 * Origins (RFC 6454 section 6.2) are compared as text, so they have to be written exactly as browsers send them. Whatever
 * else is written would never match, and is refused with what to write instead.
 */

const labels = String.raw`[a-z\d_-]+(\.[a-z\d_-]+)*\.?`;
const webOrigin = new RegExp(String.raw`^https?://(${labels}|\[[\da-f:]+\])(:\d{1,5})?$`);
/** Of the pages that apps and extensions bring with them. Their hosts are names of any kind, in which case counts. */
const appOrigin = /^[a-z][a-z\d+.-]*:\/\/[\w.~-]+(:\d{1,5})?$/;
/** Schemes of addresses that are no origin of a page. */
const otherSchemes = /^(wss?|ftp|file|data|blob|about|javascript|mailto|mongodb(\+srv)?):/i;
const pattern = /[*^$\\|(){}]|^\/|^https?:\/\/\./i;

/** Whether a page of this origin can be told from others by it. */
export function isOrigin(value: string): boolean {
  return isWebOrigin(value) || (appOrigin.test(value) && !/^https?:/.test(value) && !otherSchemes.test(value));
}

const isWebOrigin = (value: string) => webOrigin.test(value) && URL.canParse(value) && new URL(value).origin === value;

/** What is wrong with an origin, and what to write instead; null when nothing is. */
function faultOf(value: string): string | null {
  if (isOrigin(value)) return null;
  if (value === "null" || /^file:/i.test(value)) {
    return "null and file:// are sent by sandboxed frames and local files of anybody. Serve the page from an origin of its own";
  }
  if (pattern.test(value)) return "patterns are not understood. List each origin, such as https://app.example.com";
  if (/[\s;]/.test(value)) return "separate origins by commas";
  const meant = candidates(value).find(isOrigin);
  return meant
    ? `is not what browsers send. Write ${meant}`
    : "expected an origin such as https://app.example.com or capacitor://localhost, with commas between several";
}

/** What may be meant: the same without its path and the like, or with the scheme that is missing. */
function candidates(value: string): string[] {
  const [, scheme = "", host = ""] = /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#@]*@)?([^/?#@]+)/i.exec(value) ?? [];
  const asApp = `${scheme.toLowerCase()}://${host}`;
  return [webOriginOf(value.replace(/^ws(s?):/i, "http$1:")), asApp, webOriginOf(withScheme(value))];
}

function webOriginOf(value: string): string {
  return URL.canParse(value) ? new URL(value).origin : "";
}

/** `app.example.com/` and `localhost:5173`, with what is missing. */
function withScheme(value: string): string {
  if (/^(localhost|127\.0\.0\.1|\[::1\])(?![\w.-])/i.test(value)) return `http://${value}`;
  return /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(value) ? `https://${value}` : "";
}

/** The origin under which the service itself is reached. */
export const issuer = z
  .string({
    error: "is not set. Set it to the address under which clients reach this service, such as https://auth.example.com",
  })
  .check(
    z.superRefine((value, check) => {
      if (isWebOrigin(value)) return;
      const meant = candidates(value).find(isWebOrigin);
      check.addIssue({
        code: "custom",
        message: meant
          ? `is not an origin. Write ${meant}`
          : "expected an origin such as https://auth.example.com, without a path or a slash at its end",
      });
    }),
  );

/** The origins of pages, separated by commas. */
export const pageOrigins = z.pipe(z.string(), list).check(
  z.superRefine((origins, check) => {
    for (const [index, value] of origins.entries()) {
      const fault = faultOf(value);
      const which = origins.length > 1 ? `(number ${index + 1} of ${origins.length}) ` : "";
      if (fault) check.addIssue({ code: "custom", message: which + fault });
    }
  }),
);
