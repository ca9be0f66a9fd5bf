import type { Stage } from "../../packages/functions/src/config/stage.ts";

/** What `--stage staging` is deployed with. What may stand here: docs/operations.md, "Settings of a stage". */
export default {
  // The origin of the function URL, which the first deployment prints; or `domain`, as in production.ts.
  // issuer: "https://….lambda-url.eu-central-1.on.aws",

  // As in production.ts.
  registration: "closed",
  corsOrigins: [],
} satisfies Stage;
