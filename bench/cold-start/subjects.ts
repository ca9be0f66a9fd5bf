import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { bundleFunction, bundleLambda, type LambdaBundle } from "../../scripts/lambda-bundle.ts";
import type { Artifact } from "../../test/deployment/deployment.ts";
import type { FunctionUrlCall } from "../../test/support/function-url-event.ts";
import { installPeers, peers } from "../peers.ts";

/* What the benchmark of the cold start compares, each built as the deployment builds it. */

/** What the answer to a first request needs. */
export type RouteClass = keyof Requests;

/** The first request of each class. The last two are of the account that `signUp` has made. */
interface Requests {
  /** Nothing. */
  health: FunctionUrlCall;
  /** No database, but a look at who asks, and a refusal. */
  stranger: FunctionUrlCall;
  /** The account and its session, read by who is signed in. */
  account: FunctionUrlCall;
  /** A hash, and reads and writes of the database. */
  signIn: FunctionUrlCall;
}

/** What a subject answers to `signUp`, as far as somebody signs in with it. */
export interface SignedUp {
  cookies: string[];
  body: { tokens?: { accessToken: string } };
}

/** A function whose start is measured. */
export interface Subject extends Artifact {
  name: string;
  signUp: FunctionUrlCall;
  requests: (signedUp: SignedUp) => Requests;
}

// Inside the repository, so that the bundle finds the native hasher that stands beside it in Lambda.
const builds = join(import.meta.dirname, "../../node_modules/.artifacts");
const credentials = { email: "ada@example.com", password: "correct horse battery staple" };
const post = (path: string, body: object): FunctionUrlCall => ({ method: "POST", path, body });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The variables of every function, with the names of the secrets, as the deployment sets them. */
export const variablesFor = (store: string) => ({
  ISSUER: "https://abcdefghij.lambda-url.eu-central-1.on.aws",
  SECRET_KEY_PARAMETER: "SecretKey",
  MONGODB_URI_PARAMETER: "MongodbUri",
  AWS_ENDPOINT_URL_SSM: store,
});

export const secretKey = randomBytes(32).toString("base64url");

const rollcall = {
  signUp: post("/auth/register", credentials),
  requests: ({ body: { tokens } }: SignedUp) => ({
    health: { path: "/health" },
    stranger: { path: "/me", headers: bearer("x.y.z") },
    account: { path: "/me", headers: bearer(tokens?.accessToken ?? "") },
    signIn: post("/auth/login", credentials),
  }),
};

const betterAuth = {
  signUp: post("/api/auth/sign-up/email", { ...credentials, name: "Ada" }),
  requests: ({ cookies }: SignedUp) => ({
    health: { path: "/api/auth/ok" },
    stranger: { path: "/api/auth/get-session", cookies: ["__Secure-better-auth.session_token=x.y"] },
    account: { path: "/api/auth/get-session", cookies: cookies.map((cookie) => cookie.split(";", 1)[0] as string) },
    signIn: post("/api/auth/sign-in/email", credentials),
  }),
};

/** An empty function, the API, and better-auth on the same database: by itself, and with what Rollcall has beside. */
export async function buildSubjects() {
  installPeers();
  return {
    rollcall: { name: "Rollcall", ...(await buildIn("api", bundleLambda)), ...rollcall },
    bare: { name: "better-auth, bare", ...(await buildPeer("better-auth-with-store")), ...betterAuth },
    plugins: {
      name: "better-auth, with plugins",
      ...(await buildPeer("better-auth-with-plugins-and-store")),
      ...betterAuth,
    },
    empty: { name: "An empty handler", ...(await buildPeer("bare")) },
  } satisfies Record<string, Subject | Omit<Subject, "signUp" | "requests">>;
}

async function buildIn(name: string, bundle: (outfile: string) => Promise<LambdaBundle>) {
  const directory = join(builds, name);
  await bundle(join(directory, "lambda.mjs"));
  return { directory, handler: "lambda.handler" };
}

const buildPeer = (name: string) => buildIn(name, (outfile) => bundleFunction(join(peers, `${name}.mjs`), outfile));
