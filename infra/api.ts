import core from "../packages/core/package.json" with { type: "json" };
import { watch } from "./alarms.ts";
import { functionArgs } from "./function.ts";
import { fullAccess } from "./secrets.ts";
import { allSettings, deployment } from "./settings.ts";

/** CloudFront's managed policy CachingDisabled. */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** What CloudFront would keep for ten seconds, for whoever asks next. */
const errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** Keys that are revoked, and answers to one caller, must not live on in a cache between. */
function withoutCache(args: sst.aws.CdnArgs): undefined {
  args.defaultCacheBehavior = $output(args.defaultCacheBehavior).apply((behavior) => ({
    ...behavior,
    cachePolicyId: cachingDisabled,
  }));
  args.customErrorResponses = errors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 }));
}

/** Never with `protection: "oac"`, which puts a signature of its own into the Authorization field. */
const router = deployment.domain
  ? new sst.aws.Router("Router", { domain: deployment.domain, transform: { cdn: withoutCache } })
  : undefined;

export const api = new sst.aws.Function(
  "Api",
  functionArgs("Api", {
    description: "Rollcall: the whole HTTP API",
    handler: "packages/functions/src/lambda/api.handler",
    // A hash takes 19 MiB; the memory is bought for the processor time that comes with it.
    memory: "1024 MB",
    timeout: "20 seconds",
    // The app answers preflights itself.
    url: { cors: false, ...(router && { router: { instance: router } }) },
    concurrency: { reserved: deployment.concurrency },
    // Native code: installed for the architecture of the function, beside the bundle, in the version that is tested.
    nodejs: { install: { "@node-rs/argon2": core.dependencies["@node-rs/argon2"] } },
    environment: { ...allSettings, ...fullAccess.environment },
    permissions: fullAccess.permissions,
  }),
);

watch("Api", api.name, [
  { metric: "Url5xxCount", threshold: 5, description: "The API answered 5xx: see the log for level error" },
  { metric: "Errors", threshold: 1, description: "The API crashed, ran out of time, or was sent what is no request" },
  { metric: "Throttles", threshold: 1, description: "More requests at once than apiConcurrency allows" },
  { metric: "Duration", threshold: 10_000, description: "Requests take half of the function's time limit" },
]);
