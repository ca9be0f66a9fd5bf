import { RollcallError } from "@rollcall/core";
import { reauthenticationChallenge } from "@rollcall/verifier";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv } from "./env.ts";
import { toProblem } from "./problem.ts";
import { takeBack } from "./refresh-cookie.ts";

/** The reason of a request's signal when its client has gone. */
export const clientGone = new Error("The client has gone.");

/** What logs commonly call a request whose client has gone. Nobody gets this answer. */
export const statusOfTheGone = 499;

/** Turns whatever was thrown into a problem. What nobody expected is logged and shown as `internal`. */
export function onError(error: unknown, c: Context<AppEnv>): Response {
  const { requestId, dependencies, logged, signal } = c.var;
  const failure = toFailure(error);
  if (error === clientGone || (signal.reason === clientGone && failure.code !== "internal"))
    return new Response(null, { status: statusOfTheGone });
  logged.code = failure.code;
  if (failure.code === "internal") logged.error = failure.cause ?? failure;
  if (failure.code === "unavailable") Object.assign(logged, { detail: failure.detail, error: failure.cause });
  const problem = toProblem(failure, dependencies.settings.issuer, requestId);
  const challenge = challengeFor(failure);
  if (failure.code === "invalid_refresh_token") takeBack(c);
  if (challenge) c.header("www-authenticate", challenge);
  if (failure.retryAfter !== undefined) c.header("retry-after", String(failure.retryAfter));
  c.header("content-type", "application/problem+json");
  return c.body(JSON.stringify(problem), problem.status);
}

function toFailure(error: unknown): RollcallError {
  if (error instanceof RollcallError) return error;
  // Hono's validator throws one thing: that the body is no JSON.
  if (error instanceof HTTPException) return new RollcallError("malformed_json");
  return new RollcallError("internal", { cause: error });
}

/** RFC 6750 section 3, RFC 9470 section 3: a challenge names an error only when a token was presented. */
function challengeFor({ code, members }: RollcallError): string | null {
  switch (code) {
    case "missing_token":
    case "invalid_credentials":
    case "invalid_refresh_token":
    case "second_factor_required":
      return "Bearer";
    case "invalid_token":
      return 'Bearer error="invalid_token"';
    case "forbidden":
    case "enrollment_required":
      return 'Bearer error="insufficient_scope"';
    case "reauthentication_required":
      return members && "acr" in members ? reauthenticationChallenge(members) : null;
    default:
      return null;
  }
}
