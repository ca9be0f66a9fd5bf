import { setTimeout as sleep } from "node:timers/promises";
import { callAws } from "./aws-call.ts";

/** Milliseconds to wait for one answer, and before trying again. Lambda gives a start 10 seconds. */
const timeout = 1_500;
const pauses = [100, 300, 900];

const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameters" };

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
  const body = JSON.stringify({ Names: names, WithDecryption: true });
  const { status, text } = await callAws("ssm", { headers, body, timeout }, onSent);
  if (status !== 200) throw new ParameterStoreError(errorCode(text), status);
  const { Parameters } = JSON.parse(text) as ParametersOutput;
  return new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
}

function errorCode(text: string): string {
  return /"__type"\s*:\s*"(?:[^"]*#)?(\w+)"/.exec(text)?.[1] ?? "";
}
