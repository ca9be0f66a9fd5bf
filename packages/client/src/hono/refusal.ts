import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { type Reauthentication, reauthenticationChallenge } from "../verifier/index.ts";

/** Statuses, titles and challenges (RFC 6750 section 3, RFC 9470 section 3) as Rollcall itself has them. */
const kinds = {
  missing_token: { status: 401, title: "An access token is needed", challenge: "Bearer" },
  invalid_token: { status: 401, title: "The access token is not valid", challenge: 'Bearer error="invalid_token"' },
  reauthentication_required: {
    status: 401,
    title: "A recent or stronger authentication is needed",
    challenge: undefined,
  },
  forbidden: { status: 403, title: "Not allowed", challenge: 'Bearer error="insufficient_scope"' },
  unavailable: { status: 503, title: "Temporarily unavailable", challenge: undefined },
} as const;

interface Refusal {
  code: keyof typeof kinds;
  detail?: string;
  /** Seconds after which another try makes sense. */
  retryAfter?: number;
  reauthentication?: Reauthentication;
  /** What is said to whoever logs, and to nobody else. */
  cause?: unknown;
}

/**
 * What is thrown to refuse a request, as Hono's own middleware does: `onError` may look at it, and `some` of hono/combine may
 * go on to something else. Otherwise its response is the answer: a problem (RFC 9457) with the members of Rollcall's own.
 */
export function refusal(
  c: Context,
  issuer: string,
  { code, detail, retryAfter, reauthentication, cause }: Refusal,
): HTTPException {
  const { status, title } = kinds[code];
  const challenge = reauthentication ? reauthenticationChallenge(reauthentication) : kinds[code].challenge;
  const { requestId, instance } = identify(c);
  const headers = new Headers({ "content-type": "application/problem+json", "x-request-id": requestId });
  if (challenge) headers.set("www-authenticate", challenge);
  if (retryAfter) headers.set("retry-after", String(retryAfter));
  const type = `${issuer}/problems/${code}`;
  const problem = { type, title, status, code, detail, instance, requestId, retryAfter, ...reauthentication };
  const res = new Response(JSON.stringify(problem), { status, headers });
  return new HTTPException(status, { res, message: title, cause });
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By the id that hono/request-id gave the request, so that one id leads to all that is known of it; else by a new one. */
function identify(c: Context): { requestId: string; instance: string } {
  const given: unknown = c.get("requestId");
  const requestId = typeof given === "string" && given !== "" ? given : crypto.randomUUID();
  return { requestId, instance: `urn:uuid:${uuid.test(requestId) ? requestId : crypto.randomUUID()}` };
}
