import { request } from "node:http";
import type { FunctionUrlCall } from "../../support/function-url-event.ts";

/* One request to a Node server and to a function, and what each has answered. */

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Sends the request byte for byte, which `fetch` would not do. */
export function sendOverHttp(url: string, call: FunctionUrlCall): Promise<Answer> {
  const { method = "GET", path = "/", query, cookies, body } = call;
  const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  const { hostname, port } = new URL(url);
  const headers = {
    ...(text !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    ...(cookies && { cookie: cookies.join("; ") }),
    // In UTF-8, as Lambda hands a field over.
    ...Object.fromEntries(Object.entries(call.headers ?? {}).map(([name, value]) => [name, toByteString(value)])),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path: query ? `${path}?${query}` : path, headers });
    outgoing.once("error", reject).once("response", async (response) => {
      const chunks = await response.toArray();
      resolve({ status: response.statusCode as number, headers: response.headers, body: Buffer.concat(chunks) });
    });
    outgoing.end(text);
  });
}

/** One character for each byte: what Node's client takes a header field for. */
const toByteString = (text: string) => Buffer.from(text).toString("latin1");

/** What a function has answered, as its function URL would send it. */
export async function answerOf(response: Response, { method }: FunctionUrlCall): Promise<Answer> {
  // Lambda sends the answer to HEAD without its body.
  const body = method === "HEAD" ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
  const cookies = response.headers.getSetCookie();
  const headers = {
    ...Object.fromEntries(response.headers),
    ...(cookies.length > 0 && { "set-cookie": cookies }),
  };
  return { status: response.status, headers, body };
}

/** The headers that belong to one connection or one request. */
const ofTheConnection = ["date", "connection", "keep-alive", "content-length", "transfer-encoding", "x-request-id"];

/** The headers without those. */
export function headersOfContent(headers: Answer["headers"]): Answer["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheConnection.includes(name)));
}
