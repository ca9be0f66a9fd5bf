import { decodeBase64url } from "../session/encoding.ts";

/** An access token, and what it says of itself. */
export interface AccessToken {
  text: string;
  userId: string;
  sessionId: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Whether the service has given or taken it; until then it is only what somebody says. */
  isGenuine: boolean;
}

/** What can be read of a token; null for what is none. Nothing that it says is checked. */
export function readAccessToken(text: string | null): AccessToken | null {
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(text ?? "") ?? [];
  if (text === null || payload === undefined) return null;
  try {
    const { sub, sid, exp } = JSON.parse(decodeBase64url(payload));
    const isWhole = typeof sub === "string" && typeof sid === "string" && typeof exp === "number";
    return isWhole ? { text, userId: sub, sessionId: sid, expiresAt: exp * 1000, isGenuine: false } : null;
  } catch {
    return null;
  }
}

/** The access token among those of an answer; null where something other than Rollcall has answered. */
export function givenToken(tokens: unknown): AccessToken | null {
  const { accessToken, expiresIn } = Object(tokens) as Record<string, unknown>;
  const token = typeof accessToken === "string" && typeof expiresIn === "number" ? readAccessToken(accessToken) : null;
  // By the time that it is given for, as two machines' clocks differ.
  return token && { ...token, expiresAt: Date.now() + Number(expiresIn) * 1000, isGenuine: true };
}

/** Milliseconds of life that a token must have left to be used. */
const spare = 30_000;

export function isFresh({ expiresAt }: AccessToken): boolean {
  return expiresAt > Date.now() + spare;
}
