import type { Problem } from "./routes.ts";

/** What is read of an answer, which is fetch's or one of `api`. */
export type Answer = Pick<Response, "ok" | "status" | "headers"> & { clone(): Response };

/**
 * The problem that Rollcall answered with; null for a success, and for what somebody else answered in its place, such
 * as a proxy's page or another API's problem. Leaves the body unread, and rejects for no answer whatever. A service
 * that is newer than this client may have codes that the type does not name.
 */
export async function problemOf(response: Answer): Promise<Problem | null> {
  if (!ourMediaType.test(response.headers.get("content-type") ?? "")) return null;
  try {
    const body: unknown = await response.clone().json();
    return isProblem(body) && body.status === response.status ? body : null;
  } catch {
    return null; // Not JSON, cut short, or read before.
  }
}

const ourMediaType = /^application\/problem\+json *(;|$)/i;

function isProblem(body: unknown): body is Problem {
  const problem = Object(body) as Record<string, unknown>;
  return ["type", "title", "code", "requestId"].every((name) => typeof problem[name] === "string");
}
