import { setTimeout as sleep } from "node:timers/promises";
import { AwsClient } from "aws4fetch";

/** Milliseconds to wait for one answer, and before trying again. Lambda gives a start 10 seconds. */
const timeout = 2_000;
const pauses = [100, 300, 900];

interface ParametersOutput {
  Parameters: { Name: string; Value: string }[];
}

/**
 * Values of SSM parameters by name, decrypted, in one call of GetParameters. What does not exist is missing in the map. Tries
 * again when the service is away or throttles, as it may when many environments start at once.
 */
export async function readParameters(names: readonly string[]): Promise<Map<string, string>> {
  for (const pause of pauses) {
    const values = await tryToRead(names).catch((error) => retryable(error));
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

async function tryToRead(names: readonly string[]): Promise<Map<string, string>> {
  const response = await client().fetch(endpoint(), {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameters" },
    body: JSON.stringify({ Names: names, WithDecryption: true }),
    signal: AbortSignal.timeout(timeout),
  });
  if (!response.ok) throw new ParameterStoreError(await errorCode(response), response.status);
  const { Parameters } = (await response.json()) as ParametersOutput;
  return new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
}

async function errorCode(response: Response): Promise<string> {
  const { __type = "" } = (await response.json().catch(() => ({}))) as { __type?: string };
  return __type.split("#").at(-1) ?? "";
}

/** Signs with the credentials of the function's role, which Lambda sets and renews. */
function client(): AwsClient {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  return new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    ...(AWS_REGION && { region: AWS_REGION }),
    service: "ssm",
    retries: 0,
  });
}

function endpoint(): string {
  return process.env.AWS_ENDPOINT_URL_SSM ?? `https://ssm.${process.env.AWS_REGION}.amazonaws.com/`;
}
