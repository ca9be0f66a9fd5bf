import { problemOf } from "../api/problem.ts";
import type { Problem } from "../api/routes.ts";
import type { Holder } from "./holder.ts";
import type { SessionRecord } from "./record.ts";
import type { Refresher } from "./refresher.ts";
import { unlessAborted } from "./time.ts";

/** Has whoever is signed in prove anew who they are, and says whether they have. */
export type Reauthenticate = (problem: Problem<"reauthentication_required">) => boolean | Promise<boolean>;

/** Asks for a new proof where the service wants one: once for all calls that it has refused for that. */
export class Reauthentication {
  readonly #holder: Holder;
  readonly #refresher: Refresher;
  readonly #ask: Reauthenticate | undefined;
  #asking: { sessionId: string; proof: Promise<boolean> } | undefined;

  constructor(holder: Holder, refresher: Refresher, ask: Reauthenticate | undefined) {
    this.#holder = holder;
    this.#refresher = refresher;
    this.#ask = ask;
  }

  /**
   * @param used by the call that was answered.
   * @returns the session to make the call with once more, or null where the answer stands.
   */
  async after(response: Response, used: SessionRecord, init: RequestInit | undefined): Promise<SessionRecord | null> {
    // What is no text may be a stream, which is used up.
    if (!this.#ask || response.status !== 401 || typeof (init?.body ?? "") !== "string") return null;
    const problem = await problemOf(response);
    if (problem?.code !== "reauthentication_required") return null;
    const proved = await this.#current(used, used.authenticatedAt + 1);
    if (proved) return proved;
    if (!(await unlessAborted(this.#askOnce(this.#ask, problem, used), init?.signal))) return null;
    const now = await this.#current(used);
    // The proof was passed on by somebody else, such as a server that renders the page.
    if (now && now.authenticatedAt <= used.authenticatedAt) await this.#refresher.renew(now).catch(() => {});
    return this.#current(used);
  }

  /** The session as it is now, unless it is somebody else's, or was proved before so many seconds since the epoch. */
  async #current({ userId }: SessionRecord, from = 0): Promise<SessionRecord | null> {
    const record = await this.#holder.current();
    return record && record.userId === userId && record.authenticatedAt >= from ? record : null;
  }

  #askOnce(
    ask: Reauthenticate,
    problem: Problem<"reauthentication_required">,
    { sessionId }: SessionRecord,
  ): Promise<boolean> {
    if (this.#asking?.sessionId === sessionId) return this.#asking.proof;
    const proof = Promise.resolve(problem)
      .then(ask)
      .catch(() => false);
    const asking = { sessionId, proof };
    this.#asking = asking;
    return proof.finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
  }
}
