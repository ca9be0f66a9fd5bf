/** A failure as Rollcall answers it (RFC 9457). `code` says what went wrong, and never changes. */
export interface Problem<Code extends string = string> {
  type: string;
  title: string;
  status: number;
  code: Code;
  detail?: string;
  instance: string;
  requestId: string;
  retryAfter?: number;
  issues?: Issue[];
}

/** One reason why an input was refused: where it stands, the rule that it breaks, and that in words. */
export interface Issue {
  path: (string | number)[];
  code: string;
  message: string;
}

/**
 * The problem that Rollcall answered with; null for a success, and for what somebody else answered in its place, such
 * as a proxy's page or another API's problem. Leaves the body unread, and rejects for no answer whatever.
 */
export async function problemOf(response: Pick<Response, "status" | "headers" | "clone">): Promise<Problem | null> {
  const mediaType = response.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/problem+json") return null;
  try {
    const body: unknown = await response.clone().json();
    return isProblem(body) && body.status === response.status ? body : null;
  } catch {
    return null; // Not JSON, cut short, or read before.
  }
}

function isProblem(body: unknown): body is Problem {
  const problem = Object(body) as Record<string, unknown>;
  return ["type", "title", "code", "requestId"].every((name) => typeof problem[name] === "string");
}
