import { readTokens, type StoredTokens, type TokenStore, writeTokens } from "./token-store.ts";

/** Why a session is over: the user signed out, deleted the account, or the server no longer knows the session. */
export type SessionEnd = "signed_out" | "account_deleted" | "expired";

export interface SessionOptions {
  baseUrl: string;
  store: TokenStore;
  fetch: typeof fetch;
  onSessionEnd: (reason: SessionEnd) => void;
}

export interface ClientSession {
  /** Like `fetch`, with the session's access token; refreshes it and repeats the call when it has expired. */
  fetch: typeof fetch;
  /**
   * An access token for calls to Rollcall that are made without `fetch`, good for another half minute, or null when
   * nobody is signed in. Rejects when it has to be refreshed and the server cannot do so now.
   */
  accessToken(): Promise<string | null>;
  /** Forgets the tokens and ends the session at the server. Rejects when the server did not end it. */
  signOut(): Promise<void>;
}

/** Milliseconds of life that an access token must have left to be handed out. */
const spare = 30_000;

export function createSession({ baseUrl, store, fetch: send, onSessionEnd }: SessionOptions): ClientSession {
  let refreshing: Promise<Response> | undefined;
  const exclusively = createQueue();

  /** One refresh at a time; whoever needs one meanwhile waits for the same. */
  function refresh(tokens: StoredTokens): Promise<Response> {
    refreshing ??= refreshOnce(tokens).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function refreshOnce({ refreshToken }: StoredTokens): Promise<Response> {
    const response = await post("/auth/refresh", refreshToken);
    const tokens = response.ok ? await tokensIn(response) : null;
    await exclusively(async () => {
      // Another tab may have refreshed, or somebody signed out, while the answer was on its way.
      if ((await readTokens(store))?.refreshToken !== refreshToken) return;
      if (tokens) await writeTokens(store, tokens);
      else if (response.status === 401) await end("expired");
    });
    return response;
  }

  function post(path: string, refreshToken: string): Promise<Response> {
    const body = JSON.stringify({ refreshToken });
    return send(baseUrl + path, { method: "POST", headers: { "content-type": "application/json" }, body });
  }

  /** To be called exclusively, so that an end is reported once. */
  async function end(reason: SessionEnd): Promise<void> {
    if (!(await readTokens(store))) return;
    await writeTokens(store, null);
    onSessionEnd(reason);
  }

  /** What an answer means for the session, beside what it means to the caller. */
  async function follow(path: string, method: string, response: Response): Promise<Response> {
    if (!response.ok) return response;
    if (path === "/auth/login" || path === "/auth/register" || path === "/auth/refresh") {
      const tokens = await tokensIn(response);
      await exclusively(() => writeTokens(store, tokens));
    }
    if (path === "/auth/logout") await exclusively(() => end("signed_out"));
    if (path === "/me" && method === "DELETE") await exclusively(() => end("account_deleted"));
    return response;
  }

  /** Makes a call once more, with new tokens; without new ones the refusal stands. */
  async function repeat(used: StoredTokens, refusal: Response, call: (tokens: StoredTokens) => Promise<Response>) {
    const current = await readTokens(store);
    const answer = current?.accessToken === used.accessToken ? await refresh(used) : null;
    const renewed = await readTokens(store);
    // Never as somebody else, who has signed in meanwhile.
    const isRenewed = renewed && renewed.accessToken !== used.accessToken && sessionOf(renewed) === sessionOf(used);
    if (isRenewed) return call(renewed);
    // A server that is unavailable has not ended the session: the caller may try again.
    return answer && answer.status >= 500 ? answer.clone() : refusal;
  }

  return {
    async fetch(input, init) {
      const { path, method } = targetOf(baseUrl, input, init);
      const call = (tokens: StoredTokens | null) => send(input, authorized(init, tokens));
      if (!takesToken(path)) return follow(path, method, await call(null));
      const used = await readTokens(store);
      const response = await call(used);
      const isExpired = used !== null && (await isInvalidToken(response));
      return follow(path, method, isExpired ? await repeat(used, response, call) : response);
    },
    async accessToken() {
      const tokens = await readTokens(store);
      if (!tokens || tokens.expiresAt > Date.now() + spare) return tokens?.accessToken ?? null;
      const { status } = await refresh(tokens);
      const renewed = await readTokens(store);
      if (!renewed || renewed.expiresAt > Date.now()) return renewed?.accessToken ?? null;
      throw new Error(`The access token could not be refreshed: the server answered ${status}`);
    },
    async signOut() {
      const tokens = await exclusively(async () => {
        const ended = await readTokens(store);
        await writeTokens(store, null);
        return ended;
      });
      if (!tokens) return;
      try {
        const { ok, status } = await post("/auth/logout", tokens.refreshToken);
        if (!ok) throw new Error(`The session could not be ended: the server answered ${status}`);
      } finally {
        onSessionEnd("signed_out");
      }
    },
  };
}

/** Runs tasks one after another: what one reads from the store is still there when it writes. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };
}

/** The session that an access token belongs to; whether it is genuine is the server's matter. */
function sessionOf({ accessToken }: StoredTokens): unknown {
  const payload = accessToken.split(".")[1] ?? "";
  return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))).sid;
}

async function tokensIn(response: Response): Promise<StoredTokens> {
  const { tokens } = (await response.clone().json()) as {
    tokens: { accessToken: string; refreshToken: string; expiresIn: number };
  };
  const { accessToken, refreshToken, expiresIn } = tokens;
  return { accessToken, refreshToken, expiresAt: Date.now() + expiresIn * 1000 };
}

/** Routes that begin or end a session take no access token; of those under /auth only one is for who has one. */
function takesToken(path: string): boolean {
  return !path.startsWith("/auth/") || path === "/auth/tokens";
}

/** hc hands over the whole address as text. */
function targetOf(baseUrl: string, input: Parameters<typeof fetch>[0], init: RequestInit | undefined) {
  const path = String(input)
    .slice(baseUrl.length)
    .replace(/[?#].*$/, "");
  return { path, method: (init?.method ?? "GET").toUpperCase() };
}

function authorized(init: RequestInit | undefined, tokens: StoredTokens | null): RequestInit {
  const headers = new Headers(init?.headers);
  if (tokens) headers.set("authorization", `Bearer ${tokens.accessToken}`);
  return { ...init, headers };
}

async function isInvalidToken(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const problem = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: unknown } | null;
  return problem?.code === "invalid_token";
}
