import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createPasswordHasher } from "../../packages/core/src/password/index.ts";
import { bundleFunction, bundleLambda, type LambdaBundle } from "../../scripts/lambda-bundle.ts";
import type { Artifact } from "../../test/deployment/deployment.ts";
import type { FunctionUrlCall } from "../../test/support/function-url-event.ts";
import { installPeers, peers } from "../peers.ts";

/* What the benchmark of the cold start compares, each built as the deployment builds it. */

/** A function whose start is measured, and what it is asked first. */
export interface Subject extends Artifact {
  name: string;
  /** Of the whole bundle. */
  bytes: number;
  /** A request that needs no database. */
  probe: FunctionUrlCall;
  accounts?: {
    signUp: FunctionUrlCall;
    /** Of the account that `signUp` has made. */
    signIn: FunctionUrlCall;
    /** Verifies the account's password once, in this process. */
    verify: () => Promise<unknown>;
  };
}

// Inside the repository, so that the bundle finds the native hasher that stands beside it in Lambda.
const builds = join(import.meta.dirname, "../../node_modules/.artifacts");
const credentials = { email: "ada@example.com", password: "correct horse battery staple" };
const post = (path: string, body: object): FunctionUrlCall => ({ method: "POST", path, body });

/** The variables of every subject; a URI is added where there is a database. */
export const environment = {
  SECRET_KEY: randomBytes(32).toString("base64url"),
  ISSUER: "https://abcdefghij.lambda-url.eu-central-1.on.aws",
};

/** The same with the names of the secrets, as the deployment sets them, in the place of the secrets. */
export const withParameters = (store: string) => ({
  ISSUER: environment.ISSUER,
  SECRET_KEY_PARAMETER: "SecretKey",
  MONGODB_URI_PARAMETER: "MongodbUri",
  AWS_ENDPOINT_URL_SSM: store,
});

/** What is measured. */
export type SubjectName = "bare" | "rollcall" | "betterAuth" | "betterAuthWithStore";

/** A function that does nothing, the API, and better-auth with the same abilities on the same database. */
export async function buildSubjects(): Promise<Record<SubjectName, Subject>> {
  installPeers();
  return {
    bare: { name: "a bare handler", ...(await buildPeer("bare")), probe: { path: "/" } },
    rollcall: {
      name: "Rollcall",
      ...(await buildIn("api", bundleLambda)),
      probe: { path: "/health" },
      accounts: {
        signUp: post("/auth/register", credentials),
        signIn: post("/auth/login", credentials),
        verify: await rollcallVerifier(),
      },
    },
    betterAuth: {
      name: "better-auth",
      ...(await buildPeer("better-auth")),
      probe: { path: "/api/auth/ok" },
      accounts: {
        signUp: post("/api/auth/sign-up/email", { ...credentials, name: "Ada" }),
        signIn: post("/api/auth/sign-in/email", credentials),
        verify: await betterAuthVerifier(),
      },
    },
    betterAuthWithStore: {
      name: "better-auth, with Rollcall's reader of secrets",
      ...(await buildPeer("better-auth-with-store")),
      probe: { path: "/api/auth/ok" },
    },
  };
}

async function buildIn(name: string, bundle: (outfile: string) => Promise<LambdaBundle>) {
  const directory = join(builds, name);
  const { bytes } = await bundle(join(directory, "lambda.mjs"));
  return { directory, handler: "lambda.handler", bytes };
}

const buildPeer = (name: string) => buildIn(name, (outfile) => bundleFunction(join(peers, `${name}.mjs`), outfile));

async function rollcallVerifier() {
  const passwords = createPasswordHasher();
  const { email, password } = credentials;
  const by = { ip: null, signal: new AbortController().signal, notice: () => {} };
  const hash = await passwords.hash(by, email, password);
  return () => passwords.verify(by, email, hash, password);
}

interface BetterAuthCrypto {
  hashPassword(password: string): Promise<string>;
  verifyPassword(stored: { hash: string; password: string }): Promise<boolean>;
}

async function betterAuthVerifier() {
  const file = join(peers, "node_modules/better-auth/dist/crypto/index.mjs");
  const { hashPassword, verifyPassword } = (await import(pathToFileURL(file).href)) as BetterAuthCrypto;
  const hash = await hashPassword(credentials.password);
  return () => verifyPassword({ hash, password: credentials.password });
}
