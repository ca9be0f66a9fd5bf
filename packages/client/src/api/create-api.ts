import type { ClientRequestOptions } from "hono/client";
import type { Api } from "./routes.ts";

interface Input {
  param?: Record<string, unknown>;
  query?: Record<string, string | undefined>;
  json?: unknown;
}

type Call = (path: string, input?: Input, options?: ClientRequestOptions) => unknown;

/**
 * Every route as a typed call, in the shape of hono/client. Only the types are Hono's: its code also speaks of forms, cookies and
 * sockets, which Rollcall has none of, and puts path parameters into the path as they are. Here each is one segment of it.
 */
export function createApi(baseUrl: string, send: typeof fetch): Api {
  return routeAt("", (path, input, options) => {
    const [, route = "", name = ""] = /^(.*)\/\$(\w+)$/.exec(path) ?? [];
    if (name === "path") return addressOf(route, input);
    if (name === "url") return new URL(baseUrl + addressOf(route, input));
    return name ? request(baseUrl, route, name, input, send, options) : path.replace(/\/\w+$/, "");
  }) as object as Api;
}

/** What its properties are called is the path, until it is called itself. */
function routeAt(path: string, call: Call): object {
  return new Proxy(() => {}, {
    get: (_, part) => (typeof part === "string" && part !== "then" ? routeAt(`${path}/${part}`, call) : undefined),
    apply: (_, __, [input, options]) => call(path, input, options),
  });
}

async function request(
  baseUrl: string,
  route: string,
  method: string,
  input: Input = {},
  send: typeof fetch,
  { headers, init, buildSearchParams, fetch: other = send }: ClientRequestOptions = {},
): Promise<Response> {
  const fields = new Headers(typeof headers === "function" ? await headers() : headers);
  if (input.json !== undefined) fields.set("content-type", "application/json");
  return (other as typeof fetch)(baseUrl + addressOf(route, { param: {}, ...input }, buildSearchParams), {
    method: method.toUpperCase(),
    headers: fields,
    body: JSON.stringify(input.json),
    ...init,
  });
}

/** A route's own address where it is given no parameters. */
function addressOf(route: string, { param, query }: Input = {}, toSearch: typeof searchOf = searchOf): string {
  const path = param ? route.replace(/:(\w+)/g, (_, name) => toSegment(name, param[name])) : route;
  const search = query ? toSearch(query as Record<string, string>).toString() : "";
  return path + (search && `?${search}`);
}

function searchOf(query: Record<string, string | string[]>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().flatMap((one) => (one === undefined ? [] : [[name, one]])),
    ),
  );
}

/** @throws TypeError for what a path would lose: nothing, and the segments `.` and `..`, which no encoding protects. */
function toSegment(name: string, value: unknown): string {
  if (typeof value === "string" && !/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
  throw new TypeError(`Not a path segment: "${name}"`);
}
