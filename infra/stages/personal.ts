import type { Stage } from "../../packages/functions/src/config/stage.ts";

/** What every stage without a file of its own is deployed with, such as a developer's. Its issuer comes from the shell. */
export default {
  corsOrigins: [],
} satisfies Stage;
