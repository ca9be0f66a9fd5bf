import { watch } from "./alarms.ts";
import { functionArgs } from "./function.ts";
import { jwksUri } from "./keys.ts";
import { authorizerNames, deployment, settingsFor } from "./settings.ts";

const { authorizerAcr, authorizerMaxAge } = deployment;

/** What every authorizer asks of the proof that a token speaks of. */
const demand = {
  AUTHORIZER_ACR: authorizerAcr,
  ...(authorizerMaxAge !== undefined && { AUTHORIZER_MAX_AGE: String(authorizerMaxAge) }),
};

/** For the gateways of one service, in other stacks, which refer to it by its ARN. It accepts that service's tokens alone. */
function authorizer(audience: string, name: string) {
  const { arn, name: functionName } = new sst.aws.Function(
    name,
    functionArgs(name, {
      description: `Rollcall: authorizer for API Gateway, audience ${audience}`,
      handler: "packages/functions/src/lambda/authorizer.handler",
      memory: "512 MB",
      timeout: "5 seconds",
      environment: { ...settingsFor("ISSUER"), ...demand, AUDIENCES: audience, JWKS_URI: jwksUri },
    }),
  );
  // Errors are not watched: to a REST API, `Unauthorized` is an error of this function.
  watch(name, functionName, [
    { metric: "Throttles", threshold: 1, description: "Callers of gateways are refused for want of capacity" },
    { metric: "Duration", threshold: 4_000, description: "The issuer's keys are slow to come" },
  ]);
  return arn;
}

/** The ARN of each service's authorizer, by its audience. */
export const authorizers = Object.fromEntries(
  [...authorizerNames].map(([audience, name]) => [audience, authorizer(audience, name)]),
);
