import { deployment } from "./settings.ts";

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
export const router = deployment.domain
  ? new sst.aws.Router("Router", { domain: deployment.domain, transform: { cdn: withoutCache } })
  : undefined;
