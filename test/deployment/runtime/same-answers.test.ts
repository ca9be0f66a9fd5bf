import { expect, it } from "vitest";
import { signInAsAdministrator, signUp } from "../../support/accounts.ts";
import { startNodeServer, temporaryDirectory } from "../../support/commands.ts";
import type { FunctionUrlCall } from "../../support/function-url-event.ts";
import { hasMongodb, newMongodbUri, openObserved } from "../../support/mongodb.ts";
import { password, startRollcall } from "../../support/rollcall.ts";
import { type Answer, answerOf, headersOfContent, sendOverHttp } from "./answers.ts";
import { type Api, deployed, startApi } from "./api.ts";

const page = "https://app.example.com";
const credentials = { email: "ada@example.com", password };

const sendToFunction = async ({ send }: Api, call: FunctionUrlCall) => answerOf(await send(call), call);

/** An answer without what differs from one request to the next. */
function essence({ status, headers, body }: Answer) {
  const text = body
    .toString()
    .replace(/"(requestId|instance)":"[^"]*"/g, '"$1":""')
    .replace(/"(accessToken|refreshToken)":"[^"]*"/g, '"$1":""')
    .replace(/"(id|lastLoginAt|createdAt|updatedAt)":"[^"]*"/g, '"$1":""');
  return { status, headers: headersOfContent(headers), body: text };
}

/** Both forms of the API on one database, with an administrator's token that is good for either. */
async function startBoth() {
  const { uri: mongodbUri } = await newMongodbUri();
  const environment = { CORS_ORIGINS: page };
  const rollcall = startRollcall({ shares: openObserved(mongodbUri).storage });
  const { token } = await signInAsAdministrator(rollcall);
  await signUp(rollcall, credentials.email);
  const [server, api] = await Promise.all([
    startNodeServer({ cwd: temporaryDirectory(), env: { ...deployed, MONGODB_URI: mongodbUri, ...environment } }),
    startApi({ mongodbUri, environment }),
  ]);
  return { server, api, authorization: { authorization: `Bearer ${token}` } };
}

const requests: Record<string, (authorization: Record<string, string>) => FunctionUrlCall> = {
  "a GET": () => ({ path: "/health" }),
  "a GET with a token": (headers) => ({ path: "/me", headers }),
  "a GET with a scheme in capitals": ({ authorization = "" }) => ({
    path: "/me",
    headers: { authorization: authorization.replace("Bearer", "BEARER") },
  }),
  "a sign-in": () => ({ method: "POST", path: "/auth/login", body: credentials }),
  "a refused sign-in": () => ({ method: "POST", path: "/auth/login", body: { ...credentials, password: "x" } }),
  "a POST without a body": () => ({ method: "POST", path: "/auth/login" }),
  "a POST with an empty body": () => ({ method: "POST", path: "/auth/login", body: "" }),
  "a POST with an empty body of JSON": () => ({
    method: "POST",
    path: "/auth/login",
    body: "",
    headers: { "content-type": "application/json" },
  }),
  "a POST of JSON that is none": () => ({ method: "POST", path: "/auth/login", body: "{" }),
  "a POST that does not fit": () => ({ method: "POST", path: "/auth/login", body: { email: "ada" } }),
  "a POST of another media type": () => ({
    method: "POST",
    path: "/auth/login",
    headers: { "content-type": "text/plain" },
    body: "x",
  }),
  "a POST of 17 KB": () => ({ method: "POST", path: "/auth/login", body: " ".repeat(17_000) }),
  "a POST that is compressed, as it says": () => ({
    method: "POST",
    path: "/auth/login",
    headers: { "content-encoding": "gzip" },
    body: credentials,
  }),
  "a GET with a body": (headers) => ({ path: "/me", headers, body: { a: 1 } }),
  "a HEAD": () => ({ method: "HEAD", path: "/health" }),
  "a HEAD with a body": () => ({ method: "HEAD", path: "/health", body: "x" }),
  "a HEAD of what needs a token": () => ({ method: "HEAD", path: "/me" }),
  "a HEAD of what has no GET": () => ({ method: "HEAD", path: "/auth/login" }),
  "an OPTIONS": () => ({ method: "OPTIONS", path: "/me" }),
  "an OPTIONS of nothing": () => ({ method: "OPTIONS", path: "/nothing" }),
  "a preflight": () => ({
    method: "OPTIONS",
    path: "/me",
    headers: {
      origin: page,
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "authorization",
    },
  }),
  "a preflight of a strange page": () => ({
    method: "OPTIONS",
    path: "/me",
    headers: { origin: "https://evil.example", "access-control-request-method": "PATCH" },
  }),
  "a refresh by a page whose cookie is none": () => ({
    method: "POST",
    path: "/auth/refresh",
    headers: { origin: page, "x-rollcall-transport": "cookie" },
    cookies: ["a=b", "__Host-rollcall=x.y"],
    body: {},
  }),
  "a GET of a page": (headers) => ({ path: "/me", headers: { ...headers, origin: page } }),
  "a GET of a strange page": () => ({ path: "/health", headers: { origin: "https://evil.example" } }),
  "a TRACE": () => ({ method: "TRACE", path: "/me" }),
  "a TRACE of nothing": () => ({ method: "TRACE", path: "/nothing" }),
  "a method that the path has not": () => ({ method: "PUT", path: "/me", body: {} }),
  "a method that nothing has": () => ({ method: "PROPFIND", path: "/me" }),
  "a method that nothing has, of nothing": () => ({ method: "PROPFIND", path: "/nothing" }),
  "a path that nothing has": () => ({ path: "/nothing" }),
  "an encoded letter in a path": () => ({ path: "/%68ealth" }),
  "an encoded slash in a path": (headers) => ({ path: "/users%2Fx", headers }),
  "an encoded id": (headers) => ({ path: "/users/user_01h455vb4pex5vsknk084sn02%71", headers }),
  "an encoded question mark in a path": () => ({ path: "/health%3Fa=b" }),
  "an encoded fragment in a path": () => ({ path: "/health%23a" }),
  "a path with dots": () => ({ path: "/me/../health" }),
  "a path with encoded dots": () => ({ path: "/me/%2e%2e/health" }),
  "a path with two slashes": () => ({ path: "//health" }),
  "a path with two slashes and a host": () => ({ path: "//evil.example/health" }),
  "a path with a slash at its end": () => ({ path: "/health/" }),
  "a broken encoding in a path": (headers) => ({ path: "/users/%E0%A4%A", headers }),
  "an encoding that is not UTF-8": (headers) => ({ path: "/users/%ff", headers }),
  "a query": (headers) => ({ path: "/users", query: "q=ada&limit=10", headers }),
  "a query that is encoded": (headers) => ({ path: "/users", query: "q=ada%40example.com&limit=%31", headers }),
  "a query with a plus": (headers) => ({ path: "/users", query: "q=ada+lovelace", headers }),
  "a query with a broken encoding": (headers) => ({ path: "/users", query: "q=%E0%A4%A", headers }),
  "a query that says a thing twice": (headers) => ({ path: "/users", query: "limit=1&limit=2", headers }),
  "a query with what nobody knows": (headers) => ({ path: "/users", query: "a[b]=c", headers }),
  "a query without values": (headers) => ({ path: "/users", query: "&&=&limit", headers }),
  "a query where none is expected": () => ({ path: "/health", query: "a=b?c" }),
  "a header with two values": (headers) => ({ path: "/me", headers: { ...headers, accept: "text/html, */*" } }),
  "two media types": () => ({
    method: "POST",
    path: "/auth/login",
    headers: { "content-type": "application/json, application/json" },
    body: credentials,
  }),
  "two tokens": ({ authorization = "" }) => ({
    path: "/me",
    headers: { authorization: `${authorization}, ${authorization}` },
  }),
  "two origins": () => ({ path: "/health", headers: { origin: `${page}, ${page}` } }),
  "an empty token": () => ({ path: "/me", headers: { authorization: "" } }),
  "headers that name another address": (headers) => ({
    path: "/me",
    headers: {
      ...headers,
      "x-forwarded-host": "evil.example",
      "x-original-url": "/users",
      "x-http-method-override": "DELETE",
    },
  }),
};

it.runIf(hasMongodb)("answers as the Node server does (Q193)", async () => {
  const { server, api, authorization } = await startBoth();
  for (const [name, of] of Object.entries(requests)) {
    const [expected, answer] = await Promise.all([
      sendOverHttp(server.url, of(authorization)),
      sendToFunction(api, of(authorization)),
    ]);
    expect.soft(essence(answer), name).toEqual(essence(expected));
  }
});
