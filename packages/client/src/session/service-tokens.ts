import type { unwrap } from "../api/error.ts";
import type { Holder } from "./holder.ts";
import type { isFresh, SessionRecord, Token, tokenOf } from "./record.ts";
import type { bounded } from "./time.ts";

type Means = [
  holder: Holder,
  baseUrl: string,
  /** As whoever is signed in. */
  fetch: typeof fetch,
  fresh: typeof isFresh,
  tokenIn: typeof tokenOf,
  within: typeof bounded,
  answerOf: typeof unwrap,
];

/** Milliseconds that a token may take, with the refresh that it may need first. */
const patience = 45_000;

/**
 * Access tokens for other services, each kept while it lives, and asked for by one request at a time. Few pages want one: this is
 * loaded with the first, and is handed what it has in common with the rest, which would become a third file if it were imported.
 * @returns a function that gives a token of this session for a service, or null where nobody is signed in any more. It rejects
 * where Rollcall gives none.
 */
function create(...[holder, baseUrl, fetch, fresh, tokenIn, within, answerOf]: Means) {
  const kept = new Map<string, Token>();
  const asked = new Map<string, Promise<Token>>();
  /** Whose they are, and since which proof of that. */
  let bearer = "";

  async function ask(audience: string): Promise<Token> {
    const asker = bearer;
    const askedAt = Date.now();
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ audience }) };
    try {
      const answer = await within(patience, (signal) => answerOf(fetch(`${baseUrl}/auth/tokens`, { ...init, signal })));
      const token = tokenIn(answer, askedAt);
      if (!token) throw new Error("Not answered by Rollcall");
      if (bearer === asker) kept.set(audience, token);
      return token;
    } finally {
      if (bearer === asker) asked.delete(audience);
    }
  }

  return async ({ sessionId, authenticatedAt }: SessionRecord, audience: string): Promise<string | null> => {
    const wanted = `${sessionId} ${authenticatedAt}`;
    if (bearer !== wanted) {
      bearer = wanted;
      kept.clear();
      asked.clear();
    }
    const token = kept.get(audience);
    if (token && fresh(token)) return token.accessToken;
    const asking = asked.get(audience) ?? ask(audience);
    asked.set(audience, asking);
    try {
      return (await asking).accessToken;
    } catch (error) {
      if (holder.state.status === "signed-out") return null;
      throw error;
    }
  };
}

const ofClients = new WeakMap<Holder, ReturnType<typeof create>>();

/** Those of a client. */
export function serviceTokensOf(...means: Means): ReturnType<typeof create> {
  const tokens = ofClients.get(means[0]) ?? create(...means);
  ofClients.set(means[0], tokens);
  return tokens;
}
