import {
  type ErrorCode,
  type ErrorDetails,
  type Issue,
  RollcallError,
  type Settings,
  weaknessIssue,
} from "@rollcall/core";
import type { Endpoint } from "../http/endpoint.ts";
import { problemKinds, toProblem } from "../http/problem.ts";
import { bodyLimit } from "../http/read-json.ts";
import { toIssues } from "../http/refusal.ts";
import { requestId } from "./cast.ts";
import type { JsonObject } from "./json-schema.ts";

type ProblemSettings = Pick<Settings, "issuer" | "passwordMinLength">;

/** What an occurrence of a code says beside the code, where it says more. */
const details: Partial<Record<ErrorCode, ErrorDetails>> = {
  conflict: {
    detail: "Administrators cannot demote, disable or delete their own account here; another administrator can.",
  },
  payload_too_large: { detail: `A body may have at most ${bodyLimit} bytes.` },
  second_factor_required: {
    members: { mfaToken: "Y2hhbGxlbmdl…", methods: ["totp", "recovery_code"], expiresIn: 300 },
  },
  enrollment_required: { detail: "Set up a second factor first." },
  reauthentication_required: { members: { maxAge: 600, acr: "1", methods: ["password"] } },
  unavailable: { retryAfter: 2 },
};

/**
 * An example of a code as an operation answers it, made as the service makes its problems. What looks the same for
 * every operation goes among the examples of the document, and is referred to.
 */
export function problemExample(code: ErrorCode, contract: Endpoint, settings: ProblemSettings, shared: JsonObject) {
  const issues = issuesOf(code, contract, settings);
  if (issues) return example(new RollcallError(code, { issues }), settings);
  shared[code] ??= example(new RollcallError(code, details[code]), settings);
  return { $ref: `#/components/examples/${code}` };
}

function issuesOf(code: ErrorCode, contract: Endpoint, settings: ProblemSettings): Issue[] | null {
  if (code === "weak_password") return weaknesses(contract, settings);
  return code === "validation_failed" ? refusals(contract) : null;
}

function example(error: RollcallError, { issuer }: ProblemSettings): JsonObject {
  return { summary: problemKinds[error.code].title, value: toProblem(error, issuer, requestId) };
}

/** What the route's own schema says of an empty body, or of parameters of another service's. */
function refusals({ body, query }: Endpoint): Issue[] {
  const issues = body?.safeParse({}).error?.issues ?? query?.safeParse({ limit: "0", page: "2" }).error?.issues ?? [];
  return toIssues(issues);
}

/** What the policy says of the most common of passwords, `password`. */
function weaknesses({ newPassword = "password" }: Endpoint, { passwordMinLength }: ProblemSettings): Issue[] {
  const codes = passwordMinLength > 8 ? (["too_short", "common"] as const) : (["common"] as const);
  return codes.map((code) => weaknessIssue(code, passwordMinLength, newPassword));
}
