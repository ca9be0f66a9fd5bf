import { within } from "../session/time.ts";
import type { Problem } from "./routes.ts";

/** Milliseconds that a body may take: what others answer may never end. */
const patience = 8_000;

/** What is read of an answer: of fetch's, which has more to it on some platforms, and of those of `api`. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  clone(): { json(): Promise<unknown>; text(): Promise<string> };
}

/**
 * The problem that Rollcall answered with; null for a success, and for what somebody else answered in its place, such
 * as a proxy's page or another API's problem. Leaves the body unread, and rejects for no answer whatever. A service
 * that is newer than this client may have codes that the type does not name.
 */
export async function problemOf(response: Answer): Promise<Problem | null> {
  if (!ourMediaType.test(response.headers.get("content-type") ?? "")) return null;
  try {
    const body: unknown = await within(patience, response.clone().json());
    return isProblem(body) && body.status === response.status ? body : null;
  } catch {
    return null; // Not JSON, cut short, without an end, or read before.
  }
}

type Refusal = "invalid_token" | "invalid_refresh_token" | "reauthentication_required";

/** Whether Rollcall itself refused it, because of a token that is not good, or of a proof that is too old. */
export async function isRefused(response: Answer, code: Refusal): Promise<boolean> {
  return response.status === 401 && (await problemOf(response))?.code === code;
}

const ourMediaType = /^application\/problem\+json *(;|$)/i;

function isProblem(body: unknown): body is Problem {
  const problem = Object(body) as Record<string, unknown>;
  return ["type", "title", "code", "requestId"].every((name) => typeof problem[name] === "string");
}
