import { it } from "vitest";
import { signUp } from "../../support/accounts.ts";
import { cutConnections, everyCut, expectHealed } from "../../support/connection-cuts.ts";
import { hasMongodb, newMongodbBehindProxy } from "../../support/mongodb.ts";
import { startApi } from "./api.ts";

it.runIf(hasMongodb).each([
  ["without TLS", false],
  ["with TLS", true],
])(
  "an environment whose connections are cut 30 times answers again within 10 seconds each time, %s (Q191)",
  { timeout: 300_000 },
  async (_title, tls) => {
    const { uri, proxy } = await newMongodbBehindProxy({ tls });
    const api = await startApi({ mongodbUri: uri, environment: { MONGODB_POOL_SIZE: "2" } });
    const { tokens } = await signUp(api);
    const request = async () => (await api.call("GET", "/me", { token: tokens.accessToken })).status;
    expectHealed(await cutConnections(proxy, everyCut(30), { request, clients: 1 }));
  },
);
