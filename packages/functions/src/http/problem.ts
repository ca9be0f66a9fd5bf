import { type ErrorCode, errorCodes, type Issue, type RollcallError } from "@rollcall/core";
import * as z from "zod/mini";

interface ProblemKind {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 500 | 503;
  title: string;
  /** What the caller can do about it; served at the problem's `type`. */
  advice: string;
}

/** The one map from a code to its status. The compiler refuses a code that is missing here. */
export const problemKinds = {
  malformed_json: { status: 400, title: "The body is not JSON", advice: "Send one JSON text (RFC 8259) in UTF-8." },
  missing_token: {
    status: 401,
    title: "An access token is needed",
    advice: "Send the access token as `Authorization: Bearer …`.",
  },
  invalid_token: {
    status: 401,
    title: "The access token is not valid",
    advice: "It is malformed, expired, or its session has ended. Refresh it, or sign in again.",
  },
  invalid_credentials: {
    status: 401,
    title: "The credentials are not valid",
    advice: "Check the e-mail address and the password. A disabled account gets the same answer.",
  },
  invalid_refresh_token: {
    status: 401,
    title: "The refresh token is not valid",
    advice: "It was used before, or its session has ended. Sign in again.",
  },
  forbidden: { status: 403, title: "Not allowed", advice: "This needs the admin role. Sign in as an administrator." },
  registration_closed: { status: 403, title: "Registration is closed", advice: "Ask an administrator for an account." },
  not_found: {
    status: 404,
    title: "Not found",
    advice: "Check the path and the id. What was deleted is not found either.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    advice: "Use one of the methods in the Allow header.",
  },
  email_taken: { status: 409, title: "The e-mail address is taken", advice: "Sign in, or register another address." },
  conflict: {
    status: 409,
    title: "Conflict",
    advice: "The request does not fit the state of the account; the detail says why.",
  },
  payload_too_large: { status: 413, title: "The body is too large", advice: "Send a smaller body." },
  unsupported_media_type: {
    status: 415,
    title: "The media type is not supported",
    advice: "Send the body as `Content-Type: application/json`, not compressed.",
  },
  validation_failed: {
    status: 422,
    title: "The input is not valid",
    advice: "Each issue names a field and what is expected of it.",
  },
  weak_password: {
    status: 422,
    title: "The password is too weak",
    advice: "Each issue names a rule that the password fails.",
  },
  internal: { status: 500, title: "Internal error", advice: "The fault is ours. Report the requestId." },
  unavailable: {
    status: 503,
    title: "Temporarily unavailable",
    advice: "Try again after the number of seconds in Retry-After.",
  },
} as const satisfies Record<ErrorCode, ProblemKind>;

export type StatusOf<C extends ErrorCode> = (typeof problemKinds)[C]["status"];

const issueSchema = z.object({
  path: z.array(z.union([z.string(), z.int()])),
  code: z.string(),
  message: z.string(),
});

/** The body of every answer that is not a success (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().check(z.meta({ format: "uri" })),
    title: z.string(),
    status: z.int().check(z.gte(400), z.lte(599)),
    code: z.enum(errorCodes),
    detail: z.optional(z.string()),
    instance: z.string().check(z.meta({ format: "uri" })),
    requestId: z.string(),
    retryAfter: z.optional(z.int()).check(z.meta({ description: "Seconds" })),
    issues: z.optional(z.array(issueSchema)),
  })
  .check(z.meta({ id: "Problem" }));

/** The problem as a route's types show it: `code` tells which of the route's own problems it is. */
export interface Problem<C extends ErrorCode = ErrorCode> {
  type: string;
  title: string;
  status: StatusOf<C>;
  code: C;
  detail?: string;
  instance: string;
  requestId: string;
  retryAfter?: number;
  issues?: Issue[];
}

export function toProblem(
  { code, detail, retryAfter, issues }: RollcallError,
  issuer: string,
  requestId: string,
): Problem {
  const { status, title } = problemKinds[code];
  return {
    type: `${issuer}/problems/${code}`,
    title,
    status,
    code,
    ...(detail !== undefined && { detail }),
    instance: `urn:uuid:${requestId}`,
    requestId,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(issues && { issues }),
  };
}
