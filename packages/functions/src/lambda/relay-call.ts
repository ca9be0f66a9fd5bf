import { callAws } from "./aws-call.ts";

/** Milliseconds. The schedule finds what this has not said. */
const timeout = 1_000;

/**
 * Has the relay's function run at once for a request whose mail is waited for, by an asynchronous invocation
 * (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
 * @param functionName null where there is no relay
 */
export function relayCall(functionName: string | undefined) {
  if (!functionName) return undefined;
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  return async (isUrgent: boolean): Promise<void> => {
    if (!isUrgent) return;
    const headers = { "x-amz-invocation-type": "Event" };
    await callAws("lambda", { path, headers, body: "{}", timeout }).catch(() => {});
  };
}
