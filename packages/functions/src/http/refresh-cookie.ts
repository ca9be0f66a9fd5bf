import { randomBytes } from "node:crypto";
import { invalid, type Refresh, type RefreshInput, RollcallError, type Tokens } from "@rollcall/core";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { AppEnv } from "./env.ts";

/*
 * A refresh token where no script can read it. Browsers send cookies by themselves, so one counts only in a request that
 * asks for it in a header field, which other sites cannot send unasked, and comes from a page that may call.
 */

export const cookieName = "__Host-rollcall";
export const transportField = "X-Rollcall-Transport";

/**
 * Whether a request has its refresh token in the cookie, and wants the next one there.
 * @throws RollcallError `validation_failed`, `forbidden`
 */
export function choosesCookie(c: Context<AppEnv>): boolean {
  const transport = c.req.header(transportField);
  if (transport === undefined) return false;
  if (transport !== "cookie") throw invalid([transportField], "Must be cookie");
  // The browser of another site's page drops the cookie without a word: the session would end with its first access token.
  if (!c.var.isPageAllowed || c.req.header("sec-fetch-site") === "cross-site") {
    throw new RollcallError("forbidden", { detail: "The cookie is for pages of this site that CORS_ORIGINS lists." });
  }
  return true;
}

/** What a request presents: in its body, or in the cookie, which has an attempt beside the token. No cookie is no token. */
export function presented(c: Context<AppEnv>, body: RefreshInput): Refresh {
  if (!c.var.usesCookie) return body;
  const [refreshToken = "", attempt] = getCookie(c, cookieName)?.split(".") ?? [];
  return { attempt, ...body, refreshToken, isShared: true };
}

/**
 * The tokens as the answer has them: without the refresh token, where that is in the cookie. The attempt beside it is
 * another one every time, so that of two who hold the same token only the one who takes the next step can repeat it late.
 */
export function handOut(c: Context<AppEnv>, tokens: Tokens): Tokens {
  if (!c.var.usesCookie) return tokens;
  const { refreshToken, ...others } = tokens;
  const attempt = randomBytes(16).toString("base64url");
  setCookie(c, `${refreshToken}.${attempt}`, c.var.dependencies.settings.sessionIdleTtl);
  return others as Tokens;
}

/** Removes the cookie from the browser, where the request was about it. */
export function takeBack(c: Context<AppEnv>): void {
  if (c.var.usesCookie) setCookie(c, "", 0);
}

/** Lax, so that a server that renders a page gets it with the visitor's first request, too. */
function setCookie(c: Context<AppEnv>, value: string, maxAge: number): void {
  c.header("set-cookie", `${cookieName}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Lax`);
}
