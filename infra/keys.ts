import { watch } from "./alarms.ts";
import { functionArgs } from "./function.ts";
import { router } from "./router.ts";
import { databaseAccess } from "./secrets.ts";
import { deployment, settingsFor } from "./settings.ts";

/** What it serves, where there is a router in front to lead there. The API serves the same under its own address. */
const paths = ["/.well-known", "/health", "/ready"];

/**
 * The key set of this deployment, which every service needs that verifies its tokens, and the probes: with environments
 * of their own, so that they answer however many sign in at the moment.
 */
const keys = new sst.aws.Function(
  "Keys",
  functionArgs("Keys", {
    description: "Rollcall: the key set, and whether the service is up",
    handler: "packages/functions/src/lambda/keys.handler",
    memory: "512 MB",
    timeout: "10 seconds",
    url: { cors: false },
    concurrency: { reserved: deployment.concurrency && 5 },
    environment: {
      ...settingsFor("ISSUER", "CORS_ORIGINS", "ACCESS_TOKEN_TTL", "MONGODB_POOL_SIZE", "LOG_LEVEL"),
      ...databaseAccess.environment,
    },
    permissions: databaseAccess.permissions,
  }),
);

for (const path of paths) router?.route(path, keys.url);

watch("Keys", keys.name, [
  { metric: "Url5xxCount", threshold: 5, description: "The key set, or the database behind /ready, does not answer" },
  { metric: "Throttles", threshold: 1, description: "Verifiers are refused the key set for want of capacity" },
]);

/** Where it is read without a detour. */
export const jwksUri = $interpolate`${keys.url}.well-known/jwks.json`;
