import { type ErrorCode, type ErrorMembers, type Issue, type RollcallError, secondFactorMethods } from "@rollcall/core";
import * as z from "zod/mini";

interface ProblemKind {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503;
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
  second_factor_required: { status: 401, title: "A second factor is needed" },
  reauthentication_required: { status: 401, title: "A recent or stronger authentication is needed" },
  enrollment_required: { status: 403, title: "A second factor has to be set up first" },
  forbidden: { status: 403, title: "Not allowed" },
  email_not_verified: { status: 403, title: "The e-mail address is not confirmed" },
  registration_closed: { status: 403, title: "Registration is closed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  email_taken: { status: 409, title: "The e-mail address is taken" },
  conflict: { status: 409, title: "Conflict" },
  limit_reached: { status: 409, title: "There is no room for more" },
  code_expired: { status: 410, title: "The link or code has expired" },
  code_used: { status: 410, title: "The link or code was used before" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The media type is not supported" },
  validation_failed: { status: 422, title: "The input is not valid" },
  weak_password: { status: 422, title: "The password is too weak" },
  too_many_attempts: { status: 429, title: "Too many attempts" },
  internal: { status: 500, title: "Internal error" },
  unavailable: { status: 503, title: "Temporarily unavailable" },
} as const satisfies Record<ErrorCode, ProblemKind>;

export type StatusOf<C extends ErrorCode> = (typeof problemKinds)[C]["status"];

export const issueSchema = z.object({
  path: z.array(z.union([z.string(), z.int()])),
  code: z.string(),
  message: z.string(),
});

/** The members that a code says beside those of every problem. The compiler refuses a code that is missing here. */
export const furtherMembers = {
  second_factor_required: ["mfaToken", "methods", "expiresIn"],
  reauthentication_required: ["maxAge", "acr", "methods"],
} as const satisfies { [C in keyof ErrorMembers]: readonly (keyof ErrorMembers[C])[] };

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
  maxAge: z.optional(z.int().check(z.gte(1))),
  acr: z.optional(z.enum(["1", "2"])),
  methods: z.optional(z.array(z.enum(["password", "code", ...secondFactorMethods]))),
  mfaToken: z.optional(z.string()),
  expiresIn: z.optional(z.int().check(z.gte(1))),
});

/** The problem as a route's types show it: `code` tells which of the route's own problems it is. */
export interface Problem<C extends ErrorCode = ErrorCode>
  extends Partial<Omit<ErrorMembers["second_factor_required"] & ErrorMembers["reauthentication_required"], "methods">> {
  methods?: ErrorMembers[keyof ErrorMembers]["methods"];
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
  { code, detail, retryAfter, issues, members }: RollcallError,
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
    ...members,
  };
}
