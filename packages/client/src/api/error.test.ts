import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { createApi } from "./create-api.ts";
import { ApiError, isApiError, unwrap } from "./error.ts";
import type { LoginProblem, Problem, ProblemCode, Session, SessionList, User } from "./routes.ts";

const problem: Problem = {
  type: "https://auth.example.test/problems/validation_failed",
  title: "The input is not valid",
  status: 422,
  code: "validation_failed",
  instance: "urn:uuid:c36447d7-ab40-4133-b595-c206735a5f37",
  requestId: "c36447d7-ab40-4133-b595-c206735a5f37",
  issues: [{ path: ["email"], code: "invalid_format", message: "Must be an e-mail address" }],
};

function apiThatAnswers(answer: () => Response) {
  return createApi("https://auth.example.test", async () => answer());
}

function refused(body: Problem, headers: Record<string, string> = {}): Response {
  const init = { status: body.status, headers: { "content-type": "application/problem+json", ...headers } };
  return new Response(JSON.stringify(body), init);
}

/** What unwrap throws for an answer. */
async function thrownFor(answer: Response): Promise<ApiError> {
  const error = await unwrap(apiThatAnswers(() => answer).me.$get()).catch((reason: unknown) => reason);
  if (!isApiError(error)) throw error;
  return error;
}

describe("unwrap", () => {
  it("gives the body of a success, typed by the route", async () => {
    const api = apiThatAnswers(() => Response.json({ items: [] }));
    const list = await unwrap(api.me.sessions.$get());
    expectTypeOf(list.items).toEqualTypeOf<Session[]>();
    expect(list).toEqual({ items: [] });
    expectTypeOf(unwrap(api.me.$get())).resolves.toEqualTypeOf<User>();
  });

  it("gives undefined for a success without a body", async () => {
    const api = apiThatAnswers(() => new Response(null, { status: 204 }));
    const nothing = await unwrap(api.me.sessions.$delete());
    expectTypeOf(nothing).toEqualTypeOf<undefined>();
    expect(nothing).toBeUndefined();
  });

  it("gives the body of whichever of two routes was called", async () => {
    const api = apiThatAnswers(() => Response.json({ items: [] }));
    const isOwner = Math.random() < 0.5;
    const answer = await unwrap(isOwner ? api.me.sessions.$get() : api.me.$get());
    expectTypeOf(answer).toEqualTypeOf<SessionList | User>();
    expect(answer).toEqual({ items: [] });
  });

  it("takes an answer that has come already, and any fetch's", async () => {
    const answer = await apiThatAnswers(() => Response.json({ status: "ok" })).health.$get();
    expect(await unwrap(answer)).toEqual({ status: "ok" });
    expect(await unwrap(Response.json([1]))).toEqual([1]);
  });

  it("throws a problem with all that it says", async () => {
    const error = await thrownFor(refused(problem));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: "ApiError",
      message: "The input is not valid (validation_failed)",
      status: 422,
      code: "validation_failed",
      requestId: problem.requestId,
      retryAfter: undefined,
      issues: problem.issues,
      problem,
    });
    expect(await error.response.json()).toEqual(problem);
  });

  it("says the detail of a problem rather than its title", async () => {
    const error = await thrownFor(
      refused({ ...problem, detail: "Another administrator can.", status: 409, code: "conflict" }),
    );
    expect(error.message).toBe("Another administrator can. (conflict)");
  });

  it.each([
    ["a gateway's page", 502, "text/html", "<h1>Bad Gateway</h1>"],
    ["a portal's page in a success's place", 200, "text/html", "<title>Sign in to the network</title>"],
    ["a firewall's JSON", 403, "application/json", '{"message":"Forbidden"}'],
    ["half a success", 200, "application/json", '{"id":"user_'],
    ["nothing", 200, "application/json", ""],
    ["half a problem", 401, "application/problem+json", '{"code":"invalid_token'],
    ["a redirect", 302, "text/plain", ""],
  ])("throws %s as an answer without a code that can still be read", async (_, status, mediaType, body) => {
    const error = await thrownFor(new Response(body, { status, headers: { "content-type": mediaType } }));
    expect(error).toMatchObject({ status, code: undefined, problem: null, requestId: undefined, issues: [] });
    expect(error.message).toBe(`Not answered by Rollcall (${status})`);
    expect(await error.response.text()).toBe(body);
  });

  it("leaves what fetch rejects with as it is, before and amid an answer", async () => {
    const aborted = new DOMException("The user aborted a request.", "AbortError");
    await expect(unwrap(Promise.reject<Response>(aborted))).rejects.toBe(aborted);
    const broken = new ReadableStream({ pull: (controller) => controller.error(aborted) });
    await expect(unwrap(new Response(broken))).rejects.toBe(aborted);
  });
});

describe("the seconds of an ApiError", () => {
  const unavailable: Problem = { ...problem, status: 503, code: "unavailable" };

  it.each([
    ["the problem", refused({ ...unavailable, retryAfter: 2 }, { "retry-after": "9" }), 2],
    ["Retry-After", refused(unavailable, { "retry-after": "9" }), 9],
    ["a gateway's Retry-After", new Response("", { status: 429, headers: { "retry-after": "120" } }), 120],
    ["nobody", refused(unavailable), undefined],
    [
      "nothing that could be understood",
      new Response("", { status: 429, headers: { "retry-after": "soon" } }),
      undefined,
    ],
  ])("come from %s", async (_, answer, seconds) => {
    expect((await thrownFor(answer)).retryAfter).toBe(seconds);
  });
});

describe("isApiError", () => {
  it("tells an answer from every other error", () => {
    expect(isApiError(new ApiError(refused(problem), problem))).toBe(true);
    for (const other of [new Error("x"), new TypeError("fetch failed"), null, undefined, "x", {}])
      expect(isApiError(other)).toBe(false);
  });

  it("knows one of another copy of the client, such as the one in CommonJS", async () => {
    vi.resetModules();
    const { ApiError: Another } = await import("./error.ts");
    const error = new Another(refused(problem), problem);
    expect(error).not.toBeInstanceOf(ApiError);
    expect(isApiError(error)).toBe(true);
    class OfAnotherPackage extends Error {
      override readonly name = "ApiError";
    }
    expect(isApiError(new OfAnotherPackage())).toBe(false);
  });

  it("narrows to every code, or to those of one route (Q166)", () => {
    const error: unknown = new ApiError(refused(problem), problem);
    if (isApiError(error)) expectTypeOf(error.code).toEqualTypeOf<ProblemCode | undefined>();
    if (isApiError<LoginProblem>(error)) {
      expectTypeOf(error.code).toEqualTypeOf<LoginProblem["code"] | undefined>();
      // @ts-expect-error: signing in does not answer that
      expect(error.code === "email_taken").toBe(false);
      if (error.code === "invalid_credentials") expectTypeOf(error.code).toEqualTypeOf<"invalid_credentials">();
    }
  });
});
