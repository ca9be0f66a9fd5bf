/** The refresh token, as the service sets it. */
export const refreshCookie = "__Host-rollcall";
/** The access token of the session whose refresh token is in the other cookie, as a server that renders pages sets it. */
export const accessCookie = "__Host-rollcall-access";

/** A cookie that is to be set, in the form in which frameworks take one that is not a header field. */
export interface NewCookie {
  name: string;
  /** Empty where the cookie is to be removed. */
  value: string;
  path: string;
  /** Seconds; 0 where the cookie is to be removed. */
  maxAge: number;
  httpOnly: boolean;
  secure: boolean;
  sameSite: "lax";
}

/** One of `newCookies`, taken apart: `cookies().set(parseCookie(text))` in a Server Action of Next. */
export function parseCookie(text: string): NewCookie {
  const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(text) ?? [];
  const maxAge = Number(/; *max-age=(\d+)/i.exec(text)?.[1] ?? 0);
  return { name, value, path: "/", maxAge, httpOnly: true, secure: true, sameSite: "lax" };
}

export function cookieText(name: string, value: string, maxAge: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Lax`;
}

/** The value that a Cookie field has for a name; null also for one that is none of ours. */
export function cookieIn(field: string, name: string): string | null {
  return new RegExp(`(?:^|;)\\s*${name}=([\\w.-]+)\\s*(?:;|$)`).exec(field)?.[1] ?? null;
}

/** How the refresh tokens of one session begin, and no other's: with the ids of user and session. */
const sessionPart = 44;

/** The value of the access token's cookie, bound to the session in the other one. */
export function bind(accessToken: string, refreshCookieValue: string): string {
  return `${refreshCookieValue.slice(0, sessionPart)}.${accessToken}`;
}

/** The access token of such a cookie, if it is of this session. */
export function unbind(value: string | null, refreshCookieValue: string | null): string | null {
  const [, session, accessToken = null] = /^([^.]*)\.(.*)$/.exec(value ?? "") ?? [];
  return refreshCookieValue && session === refreshCookieValue.slice(0, sessionPart) ? accessToken : null;
}
