import { setTimeout as sleep } from "node:timers/promises";
import { type Credentials, signCall } from "./signature-v4.ts";

/** Milliseconds to wait for one answer, and before trying again. Lambda gives a start 10 seconds. */
const timeout = 1_500;
const pauses = [100, 300, 900];

interface ParametersOutput {
  Parameters: { Name: string; Value: string }[];
}

/**
 * Values of SSM parameters by name, decrypted, in one call of GetParameters. What does not exist is missing in the map. Tries
 * again when the service is away or throttles, as it may when many environments start at once.
 * @param meanwhile is called when the first question is on its way: what it does until the answer comes costs no time
 */
export async function readParameters(
  names: readonly string[],
  meanwhile?: () => unknown,
): Promise<Map<string, string>> {
  let onSent = meanwhile;
  for (const pause of pauses) {
    const values = await tryToRead(names, onSent).catch((error) => retryable(error));
    onSent = undefined;
    if (values) return values;
    await sleep(pause * (0.5 + Math.random()));
  }
  return tryToRead(names);
}

/** SSM refused: its own code for why, such as `AccessDeniedException`. */
class ParameterStoreError extends Error {
  override readonly name = "ParameterStoreError";
  readonly isTransient: boolean;

  constructor(code: string, status: number) {
    super(`The SSM Parameter Store answered ${status} ${code}`);
    this.isTransient = status >= 500 || status === 429 || code.startsWith("Throttling");
  }
}

function retryable(error: unknown): undefined {
  if (error instanceof ParameterStoreError && !error.isTransient) throw error;
}

async function tryToRead(names: readonly string[], onSent?: () => unknown): Promise<Map<string, string>> {
  const { status, text } = await post(JSON.stringify({ Names: names, WithDecryption: true }), onSent);
  if (status !== 200) throw new ParameterStoreError(errorCode(text), status);
  const { Parameters } = JSON.parse(text) as ParametersOutput;
  return new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
}

function errorCode(text: string): string {
  return /"__type"\s*:\s*"(?:[^"]*#)?(\w+)"/.exec(text)?.[1] ?? "";
}

/**
 * By Node's client of old, and not through `import`, which would read every export of the module: either way Node would load
 * its Fetch before the question is asked, and a start would take a third longer.
 */
async function post(body: string, onSent?: () => unknown): Promise<{ status: number; text: string }> {
  const { protocol, host, hostname, port } = endpoint();
  const { request } = process.getBuiltinModule(protocol === "http:" ? "node:http" : "node:https");
  const headers = signCall({ ...getParameters(), host, body }, credentials(), new Date());
  return new Promise((resolve, reject) => {
    const options = { method: "POST", hostname, port, headers, signal: AbortSignal.timeout(timeout) };
    const call = request(options, async (response) => {
      const chunks = await response.toArray().catch(reject);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks ?? []).toString() });
    });
    call.once("error", reject).end(body);
    if (onSent) call.once("finish", onSent);
  });
}

const getParameters = () => ({
  service: "ssm",
  region: process.env.AWS_REGION ?? "",
  headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameters" },
});

/** Of the function's role, which Lambda sets and renews. */
function credentials(): Credentials {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = process.env;
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN };
}

function endpoint(): URL {
  return new URL(process.env.AWS_ENDPOINT_URL_SSM ?? `https://ssm.${process.env.AWS_REGION}.amazonaws.com/`);
}
