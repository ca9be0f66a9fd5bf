import { watch } from "./alarms.ts";
import { functionArgs } from "./function.ts";
import { settingsFor } from "./settings.ts";

/** For the gateways of other stacks, which refer to it by its ARN. */
export const authorizer = new sst.aws.Function(
  "Authorizer",
  functionArgs("Authorizer", {
    description: "Rollcall: authorizer for API Gateway",
    handler: "packages/functions/src/lambda/authorizer.handler",
    memory: "512 MB",
    timeout: "5 seconds",
    environment: settingsFor("ISSUER", "AUDIENCE"),
  }),
);

// Errors are not watched: to a REST API, `Unauthorized` is an error of this function.
watch("Authorizer", authorizer.name, [
  { metric: "Throttles", threshold: 1, description: "Callers of gateways are refused for want of capacity" },
  { metric: "Duration", threshold: 4_000, description: "The issuer's keys are slow to come" },
]);
