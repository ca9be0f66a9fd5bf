import type { Stage } from "../../packages/functions/src/config/stage.ts";

/** What `--stage production` is deployed with. What may stand here: docs/operations.md, "Settings of a stage". */
export default {
  // Yours, hosted in Route 53. Without one set `issuer` to the origin of the function URL.
  // domain: "auth.example.com",
  // alarmEmail: "operators@example.com",

  // Closed until there is an administrator, whom a command makes. Then decide: "open" lets everybody register.
  registration: "closed",
  // Pages that may call, exactly as browsers name them.
  corsOrigins: [],

  apiConcurrency: 50,
  logRetention: "3 months",
} satisfies Stage;
