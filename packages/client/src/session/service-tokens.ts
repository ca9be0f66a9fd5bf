import { unwrap } from "../api/error.ts";
import type { ServiceToken as ServiceTokenAnswer } from "../api/routes.ts";
import { isFresh, isLifetime, type Lifetime, lifetime, type SessionRecord } from "./record.ts";
import { bounded } from "./time.ts";

/** Milliseconds that a token may take, with the refresh that it may need first. */
const patience = 45_000;

interface ServiceToken extends Lifetime {
  accessToken: string;
}

/** Access tokens for other services, each kept while it lives, and asked for by one request at a time. */
export class ServiceTokens {
  readonly #request: (audience: string, signal: AbortSignal) => Promise<Response>;
  readonly #kept = new Map<string, ServiceToken>();
  readonly #asked = new Map<string, Promise<ServiceToken>>();
  /** Whose they are, and since which proof of that. */
  #bearer = "";

  /** @param request for a token; rejects, or answers with a refusal, where there is none to be had. */
  constructor(request: (audience: string, signal: AbortSignal) => Promise<Response>) {
    this.#request = request;
  }

  /** A token of this session for a service. Rejects when Rollcall gives none. */
  async get({ sessionId, authenticatedAt }: SessionRecord, audience: string): Promise<string> {
    const bearer = `${sessionId} ${authenticatedAt}`;
    if (this.#bearer !== bearer) {
      this.#bearer = bearer;
      this.#kept.clear();
      this.#asked.clear();
    }
    const kept = this.#kept.get(audience);
    if (kept && isFresh(kept)) return kept.accessToken;
    const asked = this.#asked.get(audience) ?? this.#ask(audience);
    this.#asked.set(audience, asked);
    return (await asked).accessToken;
  }

  async #ask(audience: string): Promise<ServiceToken> {
    const bearer = this.#bearer;
    const askedAt = Date.now();
    try {
      const answer = bounded(patience, (signal) => unwrap(this.#request(audience, signal)));
      const { accessToken, expiresIn } = (await answer) as Partial<ServiceTokenAnswer>;
      if (typeof accessToken !== "string" || !isLifetime(expiresIn)) {
        throw new Error("Not answered by Rollcall");
      }
      const token = { accessToken, ...lifetime(expiresIn, askedAt) };
      if (this.#bearer === bearer) this.#kept.set(audience, token);
      return token;
    } finally {
      if (this.#bearer === bearer) this.#asked.delete(audience);
    }
  }
}
