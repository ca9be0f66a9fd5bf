import { type AwsCall, startAwsService } from "./aws-service.ts";

/**
 * An Amazon SES on loopback.
 * @param failures answered first, one each: a status and the name of an exception, or null for no answer
 */
export function startSes(failures: ([status: number, exception: string] | null)[] = []): Promise<AwsCall[]> {
  return startAwsService("SESV2", () => {
    const failure = failures.shift();
    if (failure === null) return null;
    if (!failure) return { body: { MessageId: "0102018f" } };
    const [status, exception] = failure;
    return { status, headers: { "x-amzn-errortype": exception }, body: { message: "No" } };
  });
}
