import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of a role: it goes along with each request. */
  sessionToken?: string | undefined;
}

/** A POST to one of AWS's services. */
export interface ServiceCall {
  service: string;
  region: string;
  host: string;
  /** Without anything that would have to be encoded; the root, as the JSON protocols have it, where it says nothing. */
  path?: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/**
 * The call's header fields with its signature (AWS Signature Version 4, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * @param at when it is sent; AWS takes it within 5 minutes of its own time
 */
export function signCall(call: ServiceCall, { accessKeyId, secretAccessKey, sessionToken }: Credentials, at: Date) {
  const { service, region, host, path = "/", body } = call;
  const time = at.toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const headers: Record<string, string> = {
    ...call.headers,
    host,
    "x-amz-date": time,
    ...(sessionToken && { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const fields = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const request = ["POST", path, "", fields, names.join(";"), sha256(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(request)].join("\n");
  const key = scope.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString("hex");
  const credential = `${accessKeyId}/${scope.join("/")}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
