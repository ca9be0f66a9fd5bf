import { randomUUID } from "node:crypto";

export interface FunctionUrlCall {
  method?: string;
  path?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What Lambda hands a function behind a function URL: payload format 2.0. */
export function functionUrlEvent({ method = "GET", path = "/", body, headers = {} }: FunctionUrlCall) {
  const domainName = "abcdefghij.lambda-url.eu-central-1.on.aws";
  const sourceIp = "198.51.100.4";
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
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
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
