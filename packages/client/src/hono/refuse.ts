import type { Context } from "hono";

/** Statuses, titles and challenges (RFC 6750 section 3, RFC 9470 section 3) as Rollcall itself has them. */
const kinds = {
  missing_token: { status: 401, title: "An access token is needed", challenge: "Bearer" },
  invalid_token: { status: 401, title: "The access token is not valid", challenge: 'Bearer error="invalid_token"' },
  reauthentication_required: {
    status: 401,
    title: "A recent authentication is needed",
    challenge: 'Bearer error="insufficient_user_authentication"',
  },
  forbidden: { status: 403, title: "Not allowed", challenge: 'Bearer error="insufficient_scope"' },
  unavailable: { status: 503, title: "Temporarily unavailable", challenge: undefined },
} as const;

export interface Refusal {
  code: keyof typeof kinds;
  detail?: string;
  /** Seconds after which another try makes sense. */
  retryAfter?: number;
  /** Seconds that an authentication may be old. */
  maxAge?: number;
}

/** Answers with a problem (RFC 9457) of the same members as Rollcall's own, and with the header fields that go with it. */
export function refuse(c: Context, issuer: string, { code, detail, retryAfter, maxAge }: Refusal): Response {
  const { status, title, challenge } = kinds[code];
  const requestId = requestIdOf(c);
  c.header("content-type", "application/problem+json");
  c.header("x-request-id", requestId);
  if (challenge) c.header("www-authenticate", maxAge ? `${challenge}, max_age="${maxAge}"` : challenge);
  if (retryAfter) c.header("retry-after", String(retryAfter));
  const type = `${issuer}/problems/${code}`;
  const problem = {
    type,
    title,
    status,
    code,
    detail,
    instance: `urn:uuid:${requestId}`,
    requestId,
    retryAfter,
    maxAge,
  };
  return c.body(JSON.stringify(problem), status);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id that hono/request-id gave the request, so that one id leads to all that is known of it; else a new one. */
function requestIdOf(c: Context): string {
  const given: unknown = c.get("requestId");
  return typeof given === "string" && uuid.test(given) ? given : crypto.randomUUID();
}
