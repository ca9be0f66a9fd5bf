/** Every failure the service can answer with. The codes are part of the contract and never change. */
export const errorCodes = [
  "malformed_json",
  "malformed_request",
  "missing_token",
  "invalid_token",
  "invalid_credentials",
  "invalid_refresh_token",
  "second_factor_required",
  "reauthentication_required",
  "enrollment_required",
  "forbidden",
  "email_not_verified",
  "registration_closed",
  "not_found",
  "method_not_allowed",
  "email_taken",
  "conflict",
  "limit_reached",
  "code_expired",
  "code_used",
  "payload_too_large",
  "unsupported_media_type",
  "validation_failed",
  "weak_password",
  "too_many_attempts",
  "internal",
  "unavailable",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One reason why an input was refused. `path` leads to the value; neither text ever holds the value itself. */
export interface Issue {
  path: (string | number)[];
  code: string;
  message: string;
}

/** What some codes say beside what every problem says (RFC 9457 section 3.2). */
export interface ErrorMembers {
  second_factor_required: {
    /** Stands for what has been proved so far, in POST /auth/mfa. */
    mfaToken: string;
    /** What the account can add to it: second factors. */
    methods: ProofMethod[];
    /** Seconds that the token is good for. */
    expiresIn: number;
  };
  reauthentication_required: {
    /** Seconds that the proof may be old. */
    maxAge: number;
    /** How strong it has to be: `1` is one factor, `2` are two. */
    acr: "1" | "2";
    /** What the account can prove that with: each by itself suffices in a session that has begun. */
    methods: ProofMethod[];
  };
}

type ProofMethod = "password" | "code" | SecondFactorMethod;

/** What can be asked for beside a password or a mailbox. */
export const secondFactorMethods = ["totp", "passkey", "recovery_code"] as const;
export type SecondFactorMethod = (typeof secondFactorMethods)[number];

export interface ErrorDetails {
  /** A sentence for the reader of this one occurrence; shown to the caller, so never a secret. */
  detail?: string;
  issues?: Issue[];
  /** Seconds after which another try makes sense. */
  retryAfter?: number;
  members?: ErrorMembers[keyof ErrorMembers];
  cause?: unknown;
}

/** The only error the verbs of this package throw on purpose. */
export class RollcallError extends Error {
  override readonly name = "RollcallError";
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly issues: Issue[] | undefined;
  readonly retryAfter: number | undefined;
  readonly members: ErrorMembers[keyof ErrorMembers] | undefined;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? code, { cause: details.cause });
    this.code = code;
    this.detail = details.detail;
    this.issues = details.issues;
    this.retryAfter = details.retryAfter;
    this.members = details.members;
  }
}

/** The refusal of one input value, for rules that a schema cannot express. */
export function invalid(path: (string | number)[], message: string): RollcallError {
  return new RollcallError("validation_failed", { issues: [{ path, code: "custom", message }] });
}
