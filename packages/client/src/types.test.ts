import type { InferRequestType, InferResponseType } from "hono/client";
import { describe, expectTypeOf, it } from "vitest";
import {
  createClient,
  createServerClient,
  type DeleteMeInput,
  type Issue,
  type ListMySessionsAnswer,
  type ListUsersQuery,
  type LoginAnswer,
  type LoginInput,
  type LoginProblem,
  type NeedsReauthenticate,
  type Problem,
  type ProblemCode,
  type Reauthenticate,
  type RollcallClient,
  type RollcallServerClient,
  type Session,
  type Tokens,
  type User,
  unwrap,
} from "./index.ts";

const { api } = createClient("https://auth.example.test", {
  fetch: async () => Response.json({ code: "internal" }, { status: 500 }),
});

describe("the types of an answer", () => {
  it("are the route's own success where ok is true", async () => {
    const response = await api.me.$get();
    if (response.ok) expectTypeOf((await response.json()).email).toEqualTypeOf<string>();
  });

  it("are the route's own problems otherwise, told apart by their code (Q166)", async () => {
    const response = await api.auth.register.$post({ json: { email: "a@example.com", password: "p" } });
    if (response.ok) return;
    const problem = await response.json();
    expectTypeOf(problem.code).toEqualTypeOf<
      | "email_taken"
      | "weak_password"
      | "registration_closed"
      | "too_many_attempts"
      | "forbidden"
      | "malformed_json"
      | "payload_too_large"
      | "unsupported_media_type"
      | "validation_failed"
      | "internal"
      | "unavailable"
    >();
    expectTypeOf(problem.issues).toEqualTypeOf<
      { path: (string | number)[]; code: string; message: string }[] | undefined
    >();
  });

  it("follow from the status, too", async () => {
    const response = await api.users[":id"].$get({ param: { id: "user_1" } });
    if (response.status === 200) expectTypeOf((await response.json()).roles).toEqualTypeOf<"admin"[]>();
    if (response.status === 403) expectTypeOf((await response.json()).code).toExtend<string>();
  });
});

describe("the types with names", () => {
  it("are those of what the routes take and answer", async () => {
    expectTypeOf<InferRequestType<typeof api.auth.login.$post>["json"]>().toEqualTypeOf<LoginInput>();
    expectTypeOf<InferRequestType<typeof api.users.$get>["query"]>().toEqualTypeOf<ListUsersQuery>();
    expectTypeOf<InferResponseType<typeof api.auth.login.$post, 200>>().toEqualTypeOf<LoginAnswer>();
    expectTypeOf<LoginAnswer>().toEqualTypeOf<{ user: User; tokens: Tokens }>();
    expectTypeOf<ListMySessionsAnswer["items"]>().toEqualTypeOf<Session[]>();
    expectTypeOf<Problem["issues"]>().toEqualTypeOf<Issue[] | undefined>();
  });

  it("are a route's own problems, each of which is a problem", async () => {
    expectTypeOf<InferResponseType<typeof api.auth.login.$post, 401>>().toEqualTypeOf<LoginProblem>();
    expectTypeOf<LoginProblem>().toExtend<Problem>();
    expectTypeOf<Problem["code"]>().toEqualTypeOf<ProblemCode>();
    const response = await api.auth.login.$post({ json: { email: "a@example.com", password: "p" } });
    if (!response.ok) expectTypeOf(await response.json()).toEqualTypeOf<LoginProblem>();
  });

  it("do for what is written apart from its call", () => {
    const input: LoginInput = { email: "a@example.com", password: "p" };
    const signIn = (json: LoginInput) => unwrap(api.auth.login.$post({ json }));
    expectTypeOf(signIn).returns.resolves.toEqualTypeOf<LoginAnswer>();
    expectTypeOf(signIn).toBeCallableWith(input);
    const messageOf = (problem: Problem) => problem.issues?.find(({ path }) => path[0] === "email")?.message;
    expectTypeOf(messageOf).returns.toEqualTypeOf<string | undefined>();
  });
});

describe("the types of a request", () => {
  it("refuse what the route would refuse", () => {
    // @ts-expect-error: the password is missing
    const incomplete = () => api.auth.login.$post({ json: { email: "a@example.com" } });
    // @ts-expect-error: there is no such status
    const unknown = () => api.users[":id"].$patch({ param: { id: "user_1" }, json: { status: "asleep" } });
    expectTypeOf(incomplete).toBeFunction();
    expectTypeOf(unknown).toBeFunction();
  });
});

describe("the calls that may want a new proof of who is signed in", () => {
  const json = { password: "p" };
  const asking: RollcallClient = createClient("https://auth.example.test", {
    reauthenticate: async () => (await asking.api.me.verify.$post({ json })).ok,
  });
  const headers = new Headers();
  const onServer = createServerClient("https://auth.example.test", { headers });
  const refusing = createServerClient("https://auth.example.test", { headers, reauthenticate: () => false });

  it("are there where somebody would ask for one (Q109)", () => {
    const calls = ({ api: { me, users } }: RollcallClient | RollcallServerClient) => [
      () => me.$delete({ json }),
      () => me.factors[":id"].$delete({ param: { id: "fact_1" } }),
      () => me["recovery-codes"].$post(),
      () => users.$post({ json: { email: "ada@example.com" } }),
    ];
    expectTypeOf(calls).toBeCallableWith(asking);
    expectTypeOf(calls).toBeCallableWith(refusing);
    expectTypeOf<InferRequestType<typeof asking.api.me.$delete>["json"]>().toEqualTypeOf<DeleteMeInput>();
  });

  it("are no calls where nobody would, which the error says how to change (Q109)", () => {
    // @ts-expect-error: make the client with `reauthenticate`
    const deletion = () => api.me.$delete({ json });
    // @ts-expect-error: make the client with `reauthenticate`
    const withoutInput = () => api.me["recovery-codes"].$post();
    // @ts-expect-error: make the client with `reauthenticate`
    const byAdministrator = () => api.users[":id"].$patch({ param: { id: "user_1" }, json: { status: "disabled" } });
    // @ts-expect-error: make the client with `reauthenticate`
    const onServers = () => onServer.api.me.$delete({ json });
    // @ts-expect-error: it may be undefined
    const perhaps = (reauthenticate?: Reauthenticate) => createClient("", { reauthenticate }).api.me.$delete({ json });
    for (const call of [deletion, withoutInput, byAdministrator, onServers, perhaps]) expectTypeOf(call).toBeFunction();
    expectTypeOf<ThisParameterType<typeof api.me.$delete>>().toEqualTypeOf<NeedsReauthenticate>();
    // Only those: what is asked for, and all that needs no proof, is the same.
    expectTypeOf<Parameters<typeof api.me.$delete>>().toEqualTypeOf<Parameters<typeof asking.api.me.$delete>>();
    expectTypeOf(api.me.verify).toEqualTypeOf<typeof asking.api.me.verify>();
    expectTypeOf(api.auth).toEqualTypeOf<typeof asking.api.auth>();
  });

  it("belong to clients that do for those that do not, and not the other way round", () => {
    expectTypeOf<RollcallClient>().toExtend<RollcallClient<NeedsReauthenticate>>();
    expectTypeOf<RollcallClient<NeedsReauthenticate>>().toExtend<RollcallClient<never>>();
    expectTypeOf<RollcallClient<NeedsReauthenticate>>().not.toExtend<RollcallClient>();
    expectTypeOf<RollcallServerClient<NeedsReauthenticate>>().not.toExtend<RollcallServerClient>();
    // @ts-expect-error: make the client with `reauthenticate`
    const mistaken: RollcallClient = createClient("https://auth.example.test");
    expectTypeOf(mistaken).toBeObject();
  });

  it("say what is wanted, and by what it can be proved, by name", () => {
    expectTypeOf<Parameters<Reauthenticate>[0]["code"]>().toEqualTypeOf<"reauthentication_required">();
    expectTypeOf<Parameters<Reauthenticate>[0]["methods"][number]>().toEqualTypeOf<
      "password" | "code" | "totp" | "passkey" | "recovery_code"
    >();
    expectTypeOf<Parameters<Reauthenticate>[0]["acr"]>().toEqualTypeOf<"1" | "2">();
    expectTypeOf<Parameters<Reauthenticate>[0]["maxAge"]>().toEqualTypeOf<number>();
  });
});
