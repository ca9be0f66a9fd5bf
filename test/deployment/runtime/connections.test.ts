import { it } from "vitest";
import { hasMongodb } from "../../support/mongodb.ts";
import { expectEnvironmentHeals } from "./cut-connections.ts";

it.runIf(hasMongodb)(
  "an environment whose connections are cut 30 times answers again within 10 seconds each time, without TLS (Q191)",
  { timeout: 300_000 },
  () => expectEnvironmentHeals({ tls: false }),
);
