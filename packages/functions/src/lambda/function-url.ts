import { isUtf8 } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import type { Context, Hono } from "hono";
import * as z from "zod/mini";

/**
 * What Lambda hands a function behind a function URL, or behind an HTTP API: payload format 2.0. What is there for some
 * requests only may be missing or null, as tools and other makers of events have it. An authorizer's event is like one,
 * and has a `type`.
 */
const eventSchema = z.object({
  version: z.literal("2.0"),
  type: z.optional(z.undefined()),
  rawPath: z.string(),
  rawQueryString: z.nullish(z.string()),
  /** Names in lower case; the values of a repeated field joined by commas. */
  headers: z.nullish(z.record(z.string(), z.string())),
  cookies: z.nullish(z.array(z.string())),
  requestContext: z.object({ domainName: z.string(), http: z.object({ method: z.string(), sourceIp: z.string() }) }),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});
export type FunctionUrlEvent = z.infer<typeof eventSchema>;

/** What Lambda wants back. */
export interface FunctionUrlResult {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
}

/** The part of Lambda's context object that is used. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** Hono's bindings on Lambda. */
export interface LambdaEnv {
  event: FunctionUrlEvent;
  context: LambdaContext;
}

/** The client's address as Lambda knows it; X-Forwarded-For is the client's word. */
export const sourceIp = (c: Context): string => (c.env as LambdaEnv).event.requestContext.http.sourceIp;

/** Whether it came by the function URL, and not by a gateway. The name is Lambda's word, whatever Host says. */
export const isFromFunctionUrl = (c: Context): boolean =>
  /\.lambda-url\.[a-z\d-]+\.on\.aws$/.test((c.env as LambdaEnv).event.requestContext.domainName);

/** The path as the client sent it. Only an HTTP API has decoded it before. */
export const rawPath = (c: Context): string => (c.env as LambdaEnv).event.rawPath;

/** Milliseconds until Lambda ends the request. */
export const remainingTime = (c: Context): number => (c.env as LambdaEnv).context.getRemainingTimeInMillis();

type Fetch = Pick<Hono, "fetch">["fetch"];

/** Serves an app. Events of another kind reject: an event that is no request must never be answered as if it were one. */
export function functionUrlHandler({ fetch }: { fetch: Fetch }) {
  return async (given: unknown, context: LambdaContext): Promise<FunctionUrlResult> => {
    const { event, request } = read(given);
    await noticeClosedSockets();
    const env: LambdaEnv = { event, context };
    return toResult(await fetch(request, env));
  };
}

function read(given: unknown): { event: FunctionUrlEvent; request: Request } {
  try {
    const event = z.parse(eventSchema, given);
    return { event, request: toRequest(event) };
  } catch {
    throw new Error("Not a request: expected an event of a function URL, payload format 2.0");
  }
}

/**
 * Two turns of the event loop, in which Node notices what happened to its sockets while the environment was frozen. The request
 * may be heard of before that, and the driver would write to a connection that the database has closed long ago.
 */
async function noticeClosedSockets(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await setImmediate();
}

/** Methods that a Request cannot be made with; Node's server passes them on like any other. */
const forbiddenMethods = ["CONNECT", "TRACE", "TRACK"];

function toRequest(event: FunctionUrlEvent): Request {
  const { requestContext, body, isBase64Encoded } = event;
  const { method } = requestContext.http;
  const isForbidden = forbiddenMethods.includes(method);
  const hasBody = typeof body === "string" && method !== "GET" && method !== "HEAD" && !isForbidden;
  const request = new Request(toUrl(event), {
    method: isForbidden ? "OPTIONS" : method,
    headers: toHeaders(event),
    ...(hasBody && { body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8") }),
  });
  return isForbidden ? Object.defineProperty(request, "method", { value: method }) : request;
}

/** A question mark or a hash in the path, which an HTTP API has decoded, stays in it. */
function toUrl({ rawPath, rawQueryString, requestContext }: FunctionUrlEvent): URL {
  const url = new URL(`https://${requestContext.domainName}`);
  url.pathname = rawPath;
  if (rawQueryString) url.search = `?${rawQueryString}`;
  return url;
}

/** Each byte of a field as one character, as Node's server has it (RFC 9110 section 5.5). Cookies come apart from the rest. */
function toHeaders({ headers, cookies }: FunctionUrlEvent): [string, string][] {
  const fields = Object.entries({ ...headers, ...(cookies && { cookie: cookies.join("; ") }) });
  return fields.map(([name, value]) => [name, Buffer.from(value).toString("latin1")]);
}

const defaultType = "text/plain; charset=UTF-8";

async function toResult(response: Response): Promise<FunctionUrlResult> {
  const { "set-cookie": _, ...headers } = Object.fromEntries(response.headers);
  // As Node's server does; Lambda would call it JSON.
  if (response.body) headers["content-type"] ??= defaultType;
  const cookies = response.headers.getSetCookie();
  const body = Buffer.from(await response.arrayBuffer());
  const isText = isUtf8(body);
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    body: body.toString(isText ? "utf8" : "base64"),
    isBase64Encoded: !isText,
  };
}
