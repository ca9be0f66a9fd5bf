import { hc } from "hono/client";
import type { Api } from "./routes.ts";

/** Hono's client of every route, whose path parameters are always one segment of the path. */
export function createApi(baseUrl: string, send: typeof fetch): Api {
  return encoding(hc(baseUrl, { fetch: send }) as object as Callable, "") as object as Api;
}

type Callable = ((...args: unknown[]) => unknown) & { readonly [part: string]: Callable | undefined };
type Arguments = { param?: Record<string, unknown> } | undefined;

/** Hono puts parameters into the path as they are, and has nothing to hook into before it does. */
function encoding(target: Callable, path: string): Callable {
  return new Proxy(target, {
    get(_, part: string) {
      const next = target[part];
      return next && encoding(next, `${path}/${part}`);
    },
    apply(_, __, [args, options]: [Arguments, unknown]) {
      const isRequest = /\/\$(?!url|path)/.test(path);
      const call = () => target(isRequest || args?.param ? withSegments(path, args) : args, options);
      return isRequest ? Promise.resolve().then(call) : call();
    },
  });
}

/** The arguments with each parameter that the path has, made a segment. */
function withSegments(path: string, args: Arguments): Arguments {
  const param: Record<string, string> = {};
  for (const [, name = ""] of path.matchAll(/:(\w+)/g)) param[name] = toSegment(name, args?.param?.[name]);
  return { ...args, param };
}

/** @throws TypeError for what a path would lose: nothing, and the segments `.` and `..`, which no encoding protects. */
function toSegment(name: string, value: unknown): string {
  if (typeof value === "string" && !/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
  throw new TypeError(`Not a path segment: "${name}"`);
}
