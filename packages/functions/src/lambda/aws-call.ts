import { type Credentials, type ServiceCall, signCall } from "./signature-v4.ts";

export interface AwsCall extends Pick<ServiceCall, "path" | "headers" | "body"> {
  /** Milliseconds to wait for the answer. */
  timeout: number;
}

/**
 * One signed POST to a service of AWS, in the function's region and with its role. By Node's client of old, and not through
 * `import`, which would read every export of the module: either way Node would load its Fetch before the question is asked, and a
 * start would take a third longer.
 * @param service as its signature and its host have it, such as `ssm`
 * @param onSent is called once the question is on its way
 */
export async function callAws(
  service: string,
  { path = "/", headers: given, body, timeout }: AwsCall,
  onSent?: () => unknown,
) {
  const { protocol, host, hostname, port } = endpointOf(service);
  const { request } = process.getBuiltinModule(protocol === "http:" ? "node:http" : "node:https");
  const region = process.env.AWS_REGION ?? "";
  const headers = signCall({ service, region, host, path, headers: given, body }, credentials(), new Date());
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const options = { method: "POST", hostname, port, path, headers, signal: AbortSignal.timeout(timeout) };
    const call = request(options, async (response) => {
      const chunks = await response.toArray().catch(reject);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks ?? []).toString() });
    });
    call.once("error", reject).end(body);
    if (onSent) call.once("finish", onSent);
  });
}

/** Of the function's role, which Lambda sets and renews. */
function credentials(): Credentials {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = process.env;
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN };
}

/** As the SDKs of AWS let it be set. */
function endpointOf(service: string): URL {
  const given = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`];
  return new URL(given ?? `https://${service}.${process.env.AWS_REGION}.amazonaws.com/`);
}
