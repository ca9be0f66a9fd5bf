import core from "../packages/core/package.json" with { type: "json" };
import { mongodbUri, secretKey } from "./secrets.ts";
import { settings } from "./settings.ts";

export const api = new sst.aws.Function("Api", {
  description: "Rollcall: the whole HTTP API",
  handler: "packages/functions/src/lambda.handler",
  runtime: "nodejs24.x",
  architecture: "arm64",
  // A hash takes 19 MiB; the memory is bought for the processor time that comes with it.
  memory: "1024 MB",
  timeout: "20 seconds",
  // The app answers preflights itself.
  url: { cors: false },
  nodejs: {
    minify: true,
    // Every error class of ours and of the driver sets its name itself.
    esbuild: { keepNames: false },
    // Native code: installed for the architecture above, beside the bundle, in the version that is tested.
    install: { "@node-rs/argon2": core.dependencies["@node-rs/argon2"] },
  },
  logging: { format: "json", retention: $app.stage === "production" ? "3 months" : "1 week" },
  environment: { ...settings, SECRET_KEY: secretKey.value, MONGODB_URI: mongodbUri.value },
});
