import type { SignedIn } from "@rollcall/core";
import { signInAsAdministrator, signUp } from "./accounts.ts";
import { needsToken, operationsOf, readDocument, typesOf } from "./openapi-document.ts";
import { password, type TestRollcall } from "./rollcall.ts";

/** A route that takes a JSON body, with a request that it accepts. */
export interface JsonRoute {
  /** OpenAPI's operationId. */
  id: string;
  method: string;
  path: string;
  body: Record<string, unknown>;
  /** The JSON types that each field may have, as the OpenAPI document says. */
  fields: Record<string, string[]>;
  token?: string;
}

/** An administrator and a user, and the requests that they can make. */
export interface Cast {
  admin: SignedIn;
  user: SignedIn;
  routes: JsonRoute[];
}

/** Of a factor that there is not. */
const factorId = "fact_01kkb2v0c6f0ht7r8d3m5n9q2s";

/** Every route that takes a JSON body with something in it, read from the service's own OpenAPI document so that none is forgotten. */
export async function castOf(rollcall: TestRollcall): Promise<Cast> {
  const admin = await signInAsAdministrator(rollcall, "root@example.org");
  const user = await signUp(rollcall, "ada@example.org");
  const routes = operationsOf(await readDocument()).flatMap(({ template, method, operation }) => {
    const schema = operation.requestBody?.content["application/json"]?.schema;
    if (!schema?.properties || Object.keys(schema.properties).length === 0) return [];
    const fields = Object.entries(schema.properties).map(([field, property]) => [field, typesOf(property)]);
    const sender = operation.tags.includes("Users") ? admin : user;
    const route: JsonRoute = {
      id: operation.operationId,
      method,
      path: template.replace("{id}", template.startsWith("/me/factors") ? factorId : user.user.id),
      body: exampleOf(operation.operationId, user),
      fields: Object.fromEntries(fields),
      ...(needsToken(operation) && { token: sender.tokens.accessToken }),
    };
    return [route];
  });
  return { admin, user, routes };
}

/** Every field of every route. */
export function fieldsOf(routes: readonly JsonRoute[]) {
  return routes.flatMap((route) => Object.entries(route.fields).map(([field, types]) => ({ route, field, types })));
}

/** Sends a route's own request with another body. */
export function send(rollcall: TestRollcall, { method, path, token }: JsonRoute, body: unknown): Promise<Response> {
  return rollcall.call(method, path, { body, ...(token && { token }) });
}

/** What a browser says of a passkey. */
const passkey = (response: object) => {
  const id = "AAAAAAAAAAAAAAAAAAAAAA";
  return { id, rawId: id, type: "public-key", response: { clientDataJSON: "e30", ...response } };
};

function exampleOf(id: string, { user: { email }, tokens: { refreshToken } }: SignedIn): Record<string, unknown> {
  const examples: Record<string, Record<string, unknown>> = {
    register: { email: "grace@example.org", password, name: "Grace" },
    login: { email, password },
    refresh: { refreshToken, attempt: "the-attempt-of-a-refresh" },
    verifyEmail: { email, code: "12345678" },
    restoreAccount: { email, code: "12345678" },
    resendVerification: { email },
    forgotPassword: { email },
    resetPassword: { email, code: "12345678", newPassword: "seven lighthouses in a row" },
    createServiceToken: { audience: "orders" },
    logout: { refreshToken },
    updateMe: { name: "Ada" },
    deleteMe: { password },
    verifyMe: { password },
    completeSignIn: { mfaToken: "dG9rZW4", code: "492039" },
    confirmAuthenticatorApp: { id: factorId, code: "492039" },
    renameMyFactor: { name: "Phone" },
    signInWithPasskey: { challenge: "dG9rZW4", passkey: passkey({ authenticatorData: "AA", signature: "AA" }) },
    requestPasskeyAsSecondFactor: { mfaToken: "dG9rZW4" },
    addPasskey: { challenge: "dG9rZW4", passkey: passkey({ attestationObject: "AA" }), name: "Phone" },
    removeUserFactors: { reason: "Lost the phone" },
    keepFactors: { token: "dG9rZW4" },
    changeMyPassword: { currentPassword: password, newPassword: "seven lighthouses in a row" },
    requestEmailChange: { newEmail: "ada.king@example.org", password },
    requestSignInCode: { email },
    redeemSignInCode: { email, code: "12345678" },
    changeEmail: { email, code: "12345678" },
    disownSignIn: { token: "dG9rZW4" },
    createUser: { email: "edsger@example.org", name: "Edsger", password, roles: [] },
    updateUser: { name: "Ada", roles: [], status: "active" },
  };
  const example = examples[id];
  if (!example) throw new Error(`${id} takes a JSON body and has no example here`);
  return example;
}
