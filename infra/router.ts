import { createSecrets } from "../packages/core/src/kernel/secrets.ts";
import { passField, routerPass } from "../packages/functions/src/lambda/router-pass.ts";
import { deployment, secretKeys } from "./settings.ts";

/**
 * What the router shows the API. It follows from the oldest of the keys: when that one is taken away, the next is in its place,
 * and the API has known it all the time.
 */
const pass = $util.secret(routerPass(createSecrets(secretKeys.slice(-1)), deployment.routerSecretVersion));

/** CloudFront's managed policy CachingDisabled. */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** And AllViewerExceptHostHeader, which passes on all that a client sends, and CloudFront-Viewer-Address with it. */
const withViewerAddress = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
/** What CloudFront would keep for ten seconds, for whoever asks next. */
const errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/**
 * Keys that are revoked, and answers to one caller, must not live on in a cache between. What is set here for the one origin,
 * which answers nothing itself, SST's routing passes on to those that it puts in its place.
 */
function ours(args: sst.aws.CdnArgs): undefined {
  args.defaultCacheBehavior = $output(args.defaultCacheBehavior).apply((behavior) => ({
    ...behavior,
    cachePolicyId: cachingDisabled,
    originRequestPolicyId: withViewerAddress,
  }));
  args.origins = $output(args.origins).apply((origins) =>
    origins.map((origin) => ({ ...origin, customHeaders: [{ name: passField, value: pass }] })),
  );
  // Until it is the same everywhere: only then the API learns of a change, or of another key.
  args.wait = true;
  args.customErrorResponses = errors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 }));
}

/** Never with `protection: "oac"`, which puts a signature of its own into the Authorization field. */
export const router = deployment.domain
  ? new sst.aws.Router("Router", { domain: deployment.domain, transform: { cdn: ours } })
  : undefined;

/** What tells the API of its router, once the router knows what to show it. */
export const routerEnvironment: Record<string, $util.Input<string>> = router
  ? { ROUTER_SECRET_VERSION: router.distributionID.apply(() => String(deployment.routerSecretVersion)) }
  : {};
