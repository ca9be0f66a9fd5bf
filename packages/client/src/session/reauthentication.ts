import type { problemOf } from "../api/problem.ts";
import type { Problem } from "../api/routes.ts";
import type { Holder } from "./holder.ts";
import type { recordOf, SessionRecord } from "./record.ts";
import type { Refresher } from "./refresher.ts";
import type { tokensIn } from "./requests.ts";

/** Has whoever is signed in prove anew who they are, and says whether they have. */
export type Reauthenticate = (problem: Problem<"reauthentication_required">) => boolean | Promise<boolean>;

/** What `this` would have to be in calls that may want a new proof, where nobody would ask for one. */
export type NeedsReauthenticate =
  "Make the client with `reauthenticate`: this call may want a new proof of who is signed in";

type Means = [
  holder: Holder,
  refresher: Refresher,
  ask: Reauthenticate | undefined,
  problem: typeof problemOf,
  record: typeof recordOf,
  tokens: typeof tokensIn,
];

/**
 * Asks for a new proof where the service wants one: once for all calls that it has refused for that. Few pages come to this: it is
 * loaded when one does, and is handed what it has in common with the rest, which would become a third file if it were imported.
 */
class Reauthentication {
  readonly #holder: Holder;
  readonly #refresher: Refresher;
  readonly #ask: Reauthenticate | undefined;
  readonly #problemOf: typeof problemOf;
  readonly #recordOf: typeof recordOf;
  readonly #tokensIn: typeof tokensIn;
  #asking: { sessionId: string; proof: Promise<boolean> } | undefined;

  constructor(...[holder, refresher, ask, problem, record, tokens]: Means) {
    this.#holder = holder;
    this.#refresher = refresher;
    this.#ask = ask;
    this.#problemOf = problem;
    this.#recordOf = record;
    this.#tokensIn = tokens;
  }

  /**
   * @param response to a proof, or the refusal of a call that wants one.
   * @param used by the call that was answered.
   * @param askedAt milliseconds since the epoch.
   * @returns the session to make the call with once more, or null where the answer stands.
   */
  async after(
    response: Response,
    used: SessionRecord,
    init: RequestInit | undefined,
    askedAt: number,
  ): Promise<SessionRecord | null> {
    if (!response.ok) return this.#prove(response, used, init);
    await this.#follow(await this.#tokensIn(response), askedAt);
    return null;
  }

  async #prove(response: Response, used: SessionRecord, init: RequestInit | undefined): Promise<SessionRecord | null> {
    const problem = await this.#problemOf(response);
    // What is no text may be a stream, which is used up.
    const isRepeatable = typeof (init?.body ?? "") === "string";
    if (!this.#ask || !isRepeatable || problem?.code !== "reauthentication_required") return null;
    const proved = await this.#current(used, used.authenticatedAt + 1);
    if (proved) return proved;
    if (!(await this.#askOnce(this.#ask, problem, used))) return null;
    const now = await this.#current(used);
    // The proof was passed on by somebody else, such as a server that renders the page.
    if (now && now.authenticatedAt <= used.authenticatedAt) await this.#refresher.renew(now).catch(() => {});
    return this.#current(used);
  }

  /** From now on the session's access token says when this proof was, also where it was renewed at the same time. */
  async #follow(token: unknown, askedAt: number): Promise<void> {
    const proved = this.#recordOf(token, askedAt);
    if (!proved) return;
    const { sessionId, authenticatedAt } = proved;
    // Not while its refresh token may be presented: of two access tokens the one that was issued last counts, and with it the
    // refresh token that it came with.
    await this.#holder.change(
      (now) => now?.sessionId === sessionId && !now.attempt && { ...proved, refreshToken: now.refreshToken },
    );
    for (let tries = 2; tries > 0; tries--) {
      const record = await this.#holder.current();
      if (record?.sessionId !== sessionId || record.authenticatedAt >= authenticatedAt) return;
      await this.#refresher.renew(record).catch(() => {});
    }
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

const ofClients = new WeakMap<Holder, Reauthentication>();

/** That of a client, which remembers whom it is asking. */
export function reauthenticationOf(...means: Means): Reauthentication {
  const reauthentication = ofClients.get(means[0]) ?? new Reauthentication(...means);
  ofClients.set(means[0], reauthentication);
  return reauthentication;
}
