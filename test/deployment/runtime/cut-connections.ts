import { signUp } from "../../support/accounts.ts";
import { cutConnections, everyCut, expectHealed } from "../../support/connection-cuts.ts";
import { newMongodbBehindProxy } from "../../support/mongodb.ts";
import { startApi } from "./api.ts";

/** Cuts the connections of an environment to its database 30 times, in every way in turn. */
export async function expectEnvironmentHeals({ tls }: { tls: boolean }): Promise<void> {
  const { uri, proxy } = await newMongodbBehindProxy({ tls });
  const api = await startApi({ mongodbUri: uri, environment: { MONGODB_POOL_SIZE: "2" } });
  const { tokens } = await signUp(api);
  const request = async () => (await api.call("GET", "/me", { token: tokens.accessToken })).status;
  expectHealed(await cutConnections(proxy, everyCut(30), { request, clients: 1 }));
}
