import { randomUUID } from "node:crypto";

export interface FunctionUrlCall {
  method?: string;
  /** Percent-encoded, as the client sent it. */
  path?: string;
  /** What stands behind the question mark. */
  query?: string;
  headers?: Record<string, string>;
  cookies?: string[];
  /** A text is sent as it is, anything else as JSON. */
  body?: unknown;
  /** Whether the body is handed over in Base64, as Lambda does with what it does not take for text. */
  isBase64Encoded?: boolean;
}

/** What Lambda hands a function behind a function URL: payload format 2.0. */
export function functionUrlEvent(call: FunctionUrlCall) {
  const { method = "GET", path = "/", query = "", headers = {}, cookies, body, isBase64Encoded = false } = call;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const domainName = "abcdefghij.lambda-url.eu-central-1.on.aws";
  const sourceIp = "198.51.100.4";
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    ...(cookies && { cookies }),
    headers: {
      host: domainName,
      "x-forwarded-for": `192.0.2.66, ${sourceIp}`,
      "x-forwarded-proto": "https",
      "user-agent": "test",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    requestContext: {
      accountId: "anonymous",
      apiId: "abcdefghij",
      domainName,
      domainPrefix: "abcdefghij",
      http: { method, path, protocol: "HTTP/1.1", sourceIp, userAgent: "test" },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: "23/Nov/2026:12:00:00 +0000",
      timeEpoch: 1_795_435_200_000,
    },
    ...(body !== undefined && { body: isBase64Encoded ? Buffer.from(text).toString("base64") : text }),
    isBase64Encoded,
  };
}
