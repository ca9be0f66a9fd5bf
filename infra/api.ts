import core from "../packages/core/package.json" with { type: "json" };
import { watch, watchLog } from "./alarms.ts";
import { arnOf, functionArgs, functionNameOf, logGroupOf } from "./function.ts";
import { router, routerEnvironment } from "./router.ts";
import { hashingAccess } from "./secrets.ts";
import { allSettings, deployment } from "./settings.ts";

/** Is called at once after a request whose mail is waited for. */
const relay = functionNameOf("Relay");

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
    // Which passwords are common.
    copyFiles: [{ from: "packages/core/src/password/common-words.br", to: "common-words.br" }],
    // Native code: installed for the architecture of the function, beside the bundle, in the version that is tested.
    nodejs: { install: { "@node-rs/argon2": core.dependencies["@node-rs/argon2"] } },
    environment: { ...allSettings, ...routerEnvironment, ...hashingAccess.environment, RELAY_FUNCTION: relay },
    permissions: [
      ...hashingAccess.permissions,
      { actions: ["lambda:InvokeFunction"], resources: [arnOf("lambda", `function:${relay}`)] },
    ],
  }),
);

watch("Api", api.name, [
  { metric: "Url5xxCount", threshold: 5, description: "The API answered 5xx: see the log for level error" },
  { metric: "Errors", threshold: 1, description: "The API crashed, ran out of time, or was sent what is no request" },
  { metric: "Throttles", threshold: 1, description: "More requests at once than apiConcurrency allows" },
  { metric: "Duration", threshold: 10_000, description: "Requests take half of the function's time limit" },
]);

watchLog("Api", logGroupOf(api), [
  {
    metric: "FailedSignIns",
    pattern: '{ $.code = "invalid_credentials" || $.code = "too_many_attempts" }',
    threshold: 100,
    description: "Many sign-ins fail: somebody may be guessing, or an app has lost its users' passwords",
  },
]);
