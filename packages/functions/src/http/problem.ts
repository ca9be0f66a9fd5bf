import type { ErrorCode, Issue, RollcallError } from "@rollcall/core";
import * as z from "zod/mini";

interface ProblemKind {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 500 | 503;
  title: string;
}

/** The one map from a code to its status. The compiler refuses a code that is missing here. */
export const problemKinds = {
  malformed_json: { status: 400, title: "The body is not JSON" },
  malformed_request: { status: 400, title: "The request is malformed" },
  missing_token: { status: 401, title: "An access token is needed" },
  invalid_token: { status: 401, title: "The access token is not valid" },
  invalid_credentials: { status: 401, title: "The credentials are not valid" },
  invalid_refresh_token: { status: 401, title: "The refresh token is not valid" },
  forbidden: { status: 403, title: "Not allowed" },
  registration_closed: { status: 403, title: "Registration is closed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  email_taken: { status: 409, title: "The e-mail address is taken" },
  conflict: { status: 409, title: "Conflict" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The media type is not supported" },
  validation_failed: { status: 422, title: "The input is not valid" },
  weak_password: { status: 422, title: "The password is too weak" },
  internal: { status: 500, title: "Internal error" },
  unavailable: { status: 503, title: "Temporarily unavailable" },
} as const satisfies Record<ErrorCode, ProblemKind>;

/** Every problem that has a page: also those that only the team's other services answer with, by `@rollcall/client/hono`. */
export const explainedProblems = {
  ...problemKinds,
  reauthentication_required: { status: 401, title: "A recent authentication is needed" },
} as const satisfies Record<string, ProblemKind>;

export type StatusOf<C extends ErrorCode> = (typeof problemKinds)[C]["status"];

export const issueSchema = z.object({
  path: z.array(z.union([z.string(), z.int()])),
  code: z.string(),
  message: z.string(),
});

/** The body of every answer that is not a success (RFC 9457). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().check(z.gte(400), z.lte(599)),
  /** Each answer of the document says which of the codes it can be. */
  code: z.string(),
  detail: z.optional(z.string()),
  instance: z.string(),
  requestId: z.string(),
  retryAfter: z.optional(z.int().check(z.gte(1))),
  issues: z.optional(z.array(issueSchema)),
});

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
