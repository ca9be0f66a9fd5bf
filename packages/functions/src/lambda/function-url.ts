import { isUtf8 } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import type { Context, Hono } from "hono";

/** What Lambda hands a function behind a function URL, or behind an HTTP API: payload format 2.0. */
export interface FunctionUrlEvent {
  version: "2.0";
  rawPath: string;
  rawQueryString: string;
  /** Names in lower case; the values of a repeated field joined by commas. */
  headers: Record<string, string>;
  cookies?: string[];
  requestContext: { domainName: string; http: { method: string; sourceIp: string } };
  body?: string;
  isBase64Encoded: boolean;
}

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

/** Milliseconds until Lambda ends the request. */
export const remainingTime = (c: Context): number => (c.env as LambdaEnv).context.getRemainingTimeInMillis();

type Fetch = Pick<Hono, "fetch">["fetch"];

/** Serves an app. Events of another kind reject: an event that is no request must never be answered as if it were one. */
export function functionUrlHandler({ fetch }: { fetch: Fetch }) {
  return async (event: unknown, context: LambdaContext): Promise<FunctionUrlResult> => {
    if (!isFunctionUrlEvent(event))
      throw new Error("Not a request: expected an event of a function URL, payload format 2.0");
    await noticeClosedSockets();
    const env: LambdaEnv = { event, context };
    return toResult(await fetch(toRequest(event), env));
  };
}

/**
 * Two turns of the event loop, in which Node notices what happened to its sockets while the environment was frozen. The request
 * may be heard of before that, and the driver would write to a connection that the database has closed long ago.
 */
async function noticeClosedSockets(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await setImmediate();
}

/** An authorizer's event is one of a request, too, and has a `type`. */
function isFunctionUrlEvent(event: unknown): event is FunctionUrlEvent {
  const { version, type, rawPath, requestContext } = (event ?? {}) as Partial<FunctionUrlEvent> & { type?: unknown };
  return version === "2.0" && type === undefined && typeof rawPath === "string" && requestContext?.http !== undefined;
}

/** Methods that a Request cannot be made with; Node's server passes them on like any other. */
const forbiddenMethods = ["CONNECT", "TRACE", "TRACK"];

function toRequest(event: FunctionUrlEvent): Request {
  const { rawPath, rawQueryString, requestContext, body, isBase64Encoded } = event;
  const { method } = requestContext.http;
  // The path of an HTTP API comes decoded.
  const path = rawPath.replace(/[?#]/g, encodeURIComponent);
  const url = `https://${requestContext.domainName}${path}${rawQueryString && `?${rawQueryString}`}`;
  const isForbidden = forbiddenMethods.includes(method);
  const hasBody = body !== undefined && method !== "GET" && method !== "HEAD" && !isForbidden;
  const request = new Request(url, {
    method: isForbidden ? "OPTIONS" : method,
    headers: toHeaders(event),
    ...(hasBody && { body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8") }),
  });
  return isForbidden ? Object.defineProperty(request, "method", { value: method }) : request;
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
