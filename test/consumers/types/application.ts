import {
  type CreateUserInput,
  type CreateUserProblem,
  createClient,
  createServerClient,
  isApiError,
  memoryStore,
  type NewCookie,
  type ProblemCode,
  parseCookie,
  type Reauthenticate,
  type TokenStore,
  type User,
  unwrap,
} from "@rollcall/client";
import { addPasskey, canUsePasskeys, type PasskeyResult, signInWithPasskey } from "@rollcall/client/passkeys";

/** What an application has: perhaps a store, perhaps not. */
export function start(store: TokenStore | undefined, onSessionEnd: ((reason: string) => void) | undefined) {
  return createClient("https://auth.example.com", { store, transport: undefined, onSessionEnd, fetch: undefined });
}

/** Its address, or why it was refused. */
export async function signIn(email: string, password: string): Promise<string> {
  const { api } = start(memoryStore(), undefined);
  const answer = await api.auth.login.$post({ json: { email, password } });
  if (answer.ok) return (await answer.json()).user.email;
  const problem = await answer.json();
  return problem.code === "validation_failed" ? String(problem.issues?.map(({ message }) => message)) : problem.code;
}

/** The account that an administrator has made, or what stood against it. */
export async function create(
  json: CreateUserInput,
  name: string | undefined,
  reauthenticate: Reauthenticate,
): Promise<User | ProblemCode | undefined> {
  const { api } = createClient("https://auth.example.com", { reauthenticate });
  try {
    return await unwrap(api.users.$post({ json: { ...json, name } }));
  } catch (error) {
    if (isApiError<CreateUserProblem>(error)) return error.code;
    throw error;
  }
}

/** What one of two routes has to say. */
export async function nameOf(id: string | undefined): Promise<string | null> {
  const { api } = start(memoryStore(), undefined);
  const { name } = await unwrap(id === undefined ? api.me.$get() : api.users[":id"].$get({ param: { id } }));
  return name;
}

/** Who has sent a request, by fields of either kind, and what goes back to the browser. */
export async function visit(
  headers: Headers | Record<string, string | string[] | undefined>,
  origin: string | undefined,
): Promise<{ userId: string | undefined; cookies: NewCookie[] }> {
  const rollcall = createServerClient("https://auth.example.com", { headers, origin, fetch: undefined });
  const session = await rollcall.session();
  return { userId: session?.userId, cookies: rollcall.newCookies.map(parseCookie) };
}

/** What becomes of a passkey, whoever has refused. */
export async function signInByPasskey(signal: AbortSignal | undefined): Promise<string> {
  const client = start(undefined, undefined);
  if (!canUsePasskeys()) return "unsupported";
  const result = await signInWithPasskey(client, { autofill: undefined, signal });
  if (result.ok) return result.answer.user.email;
  return result.reason === "refused" ? result.problem.code : `${result.reason}: ${String(result.error)}`;
}

/** One of whoever is asked for a proof. */
export function newPasskey(
  name: string | undefined,
  reauthenticate: Reauthenticate,
): Promise<PasskeyResult<{ name: string }>> {
  return addPasskey(createClient("https://auth.example.com", { reauthenticate }), { name, signal: undefined });
}

export async function mistakes(): Promise<void> {
  const { api } = start(undefined, undefined);
  // @ts-expect-error: the password is missing
  await api.auth.login.$post({ json: { email: "ada@example.com" } });
  // @ts-expect-error: there is no such route
  await api.auth.signin.$post({});
  const answer = await api.me.$get();
  // @ts-expect-error: it may be a problem
  (await answer.json()).email;
  // @ts-expect-error: nobody would be asked for a new proof
  await api.me.$delete({ json: { password: "p" } });
  // @ts-expect-error: nor for this
  await addPasskey(start(undefined, undefined));
}
