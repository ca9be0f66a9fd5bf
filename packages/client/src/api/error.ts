import { type Answer, problemOf } from "./problem.ts";
import type { Issue, Problem } from "./routes.ts";

/** An answer that is no success, as `unwrap` throws it. `P` are the problems of the route that was called. */
export class ApiError<P extends Problem = Problem> extends Error {
  override readonly name = "ApiError";
  /** The HTTP status. */
  declare readonly status: number;
  /** What went wrong; undefined when somebody else answered in Rollcall's place, such as a proxy. */
  declare readonly code: P["code"] | undefined;
  /** All that Rollcall said of it; null when somebody else answered. */
  declare readonly problem: P | null;
  /** The request's id, with which the operator of the service finds it in the log. */
  declare readonly requestId: string | undefined;
  /** Seconds after which another try makes sense, whoever said so. A date would need a clock that is right. */
  declare readonly retryAfter: number | undefined;
  /** Why the input was refused, each reason with the path of its field; empty for other problems. */
  declare readonly issues: readonly Issue[];
  /** The answer itself; its body can still be read. */
  declare readonly response: Response;

  constructor(response: Response, problem: P | null) {
    const { status } = response;
    super(problem ? `${problem.detail ?? problem.title} (${problem.code})` : `Not answered by Rollcall (${status})`);
    this.status = status;
    this.code = problem?.code;
    this.problem = problem;
    this.requestId = problem?.requestId;
    this.retryAfter = problem?.retryAfter ?? (Number(response.headers.get("retry-after")) || undefined);
    this.issues = problem?.issues ?? [];
    this.response = response;
  }
}

/**
 * Whether an error is an ApiError, also of another copy of this package. What a `try` holds is for its author to say:
 * `isApiError<LoginProblem>(error)` gives `error.code` the codes of that route, plus undefined.
 */
export function isApiError<P extends Problem = Problem>(error: unknown): error is ApiError<P> {
  const { name, problem } = Object(error);
  return name === "ApiError" && problem !== undefined;
}

/** What a route answers on success, undefined where that is nothing. */
export type SuccessOf<R> = R extends { ok: false }
  ? never
  : R extends { status: 204 }
    ? undefined
    : R extends { json(): Promise<infer Body> }
      ? Body
      : never;

/**
 * The body of a route's success: `const user = await unwrap(api.me.$get())`.
 * @throws ApiError for every other answer; what fetch rejects with stays what it is.
 */
export async function unwrap<R extends Answer | PromiseLike<Answer>>(answer: R): Promise<SuccessOf<Awaited<R>>> {
  const response: Answer = await answer;
  if (response.status === 204) return undefined as SuccessOf<Awaited<R>>;
  if (response.ok) {
    const text = await response.clone().text();
    try {
      return JSON.parse(text);
    } catch {} // Nothing of Rollcall's, such as a portal's page.
  }
  throw new ApiError(response as Response, await problemOf(response));
}
