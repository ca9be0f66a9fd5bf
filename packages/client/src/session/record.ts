import { decodeBase64url } from "./encoding.ts";

/** What is kept of a session: its tokens, and when and for how long they were given. */
export interface SessionRecord extends Token {
  userId: string;
  sessionId: string;
  /** Null: it is in a cookie. */
  refreshToken: string | null;
  /** Seconds since the epoch by the service's clock: of two records of a session the later one counts. */
  issuedAt: number;
  /** When its user last proved who they are: seconds since the epoch, by the service's clock. */
  authenticatedAt: number;
  /** The name of the refresh that was begun with this refresh token and has not been heard of. */
  attempt?: string | undefined;
}

/** An access token. */
export interface Token extends Lifetime {
  accessToken: string;
}

/** How long something lives, whatever becomes of this device's clock. */
export interface Lifetime {
  /** When it was asked for: milliseconds since the epoch, by this device's clock. */
  receivedAt: number;
  /** Seconds. */
  expiresIn: number;
  /** When this page saw it first, in milliseconds that no clock's correction changes, and how old it was. */
  seen: { at: number; age: number };
}

/** Milliseconds of life left, by whichever of two clocks says less: one can be set, the other stops while a device sleeps. */
export function remaining({ receivedAt, expiresIn, seen }: Lifetime): number {
  return expiresIn * 1000 - Math.max(Date.now() - receivedAt, seen.age + elapsed() - seen.at);
}

/** Whether it lives long enough to be handed out: another half minute, or half its life if that is less. */
export function isFresh(thing: Lifetime): boolean {
  return remaining(thing) > Math.min(30_000, thing.expiresIn * 500);
}

function lifetime(expiresIn: number, receivedAt: number): Lifetime {
  const age = Date.now() - receivedAt;
  // From the future: the clock has been set back since, and nobody knows how long ago this was.
  return { receivedAt, expiresIn, seen: { at: elapsed(), age: age < -1000 ? expiresIn * 1000 : age } };
}

const elapsed = () => globalThis.performance?.now() ?? Date.now();

/** The access token that a service has answered with, or null where something else has. */
export function tokenOf(answer: unknown, receivedAt: number): Token | null {
  const { accessToken, expiresIn } = Object(answer) as Record<string, unknown>;
  const isWhole = typeof accessToken === "string" && typeof expiresIn === "number" && expiresIn > 0;
  return isWhole ? { accessToken, ...lifetime(expiresIn, receivedAt) } : null;
}

/** The record of tokens that a service has answered with, or null where something else has. */
export function recordOf(tokens: unknown, receivedAt: number): SessionRecord | null {
  const token = tokenOf(tokens, receivedAt);
  const claims = claimsOf(token?.accessToken);
  const { refreshToken = null } = Object(tokens) as { refreshToken?: unknown };
  const isWhole = refreshToken === null || (typeof refreshToken === "string" && /^[\w-]+$/.test(refreshToken));
  return token && claims && isWhole ? { ...claims, ...token, refreshToken } : null;
}

/** What lies in a store, which anybody may have written. */
export function parseRecord(text: string | null): SessionRecord | null {
  try {
    const stored = JSON.parse(text ?? "null");
    const record = recordOf(stored, stored.receivedAt);
    if (!record || typeof stored.receivedAt !== "number") return null;
    const { attempt } = stored;
    return typeof attempt === "string" && /^[\w-]{22,64}$/.test(attempt) ? { ...record, attempt } : record;
  } catch {
    return null;
  }
}

export function serializeRecord(record: SessionRecord): string {
  return JSON.stringify(record, ["accessToken", "refreshToken", "receivedAt", "expiresIn", "attempt"]);
}

/** Three parts of base64url, with the claims in the second. */
const tokenShape = /^[\w-]+\.([\w-]+)\.[\w-]+$/;

type Claims = Pick<SessionRecord, "userId" | "sessionId" | "issuedAt" | "authenticatedAt">;

/** Whose token it is; whether it is genuine is the service's matter. */
function claimsOf(accessToken: unknown): Claims | null {
  try {
    const {
      sub,
      sid,
      iat,
      auth_time = iat,
    } = JSON.parse(decodeBase64url(tokenShape.exec(accessToken as string)?.[1] ?? ""));
    const isWhole =
      typeof sub === "string" && typeof sid === "string" && [iat, auth_time].every((time) => typeof time === "number");
    return isWhole ? { userId: sub, sessionId: sid, issuedAt: iat, authenticatedAt: auth_time } : null;
  } catch {
    return null;
  }
}
