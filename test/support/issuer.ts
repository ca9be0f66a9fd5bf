import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { createServer, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createRemoteKeys } from "../../packages/client/src/verifier/remote-keys.ts";
import { systemClock, type VirtualClock } from "../../packages/core/src/kernel/clock.ts";

/** A key that an issuer of ours could publish. */
export const jwk = (kid: string): JsonWebKey => ({
  ...generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }),
  kid,
  alg: "ES256",
  use: "sig",
});

/** An issuer that publishes what a test tells it to, counts its readers, and can fail. */
export async function startIssuer(keys: unknown[]) {
  const issuer = {
    keys,
    reads: 0,
    status: 200,
    headers: {} as OutgoingHttpHeaders,
    body: undefined as string | undefined,
    isSilent: false,
  };
  const server = createServer((_request, response) => {
    issuer.reads++;
    if (issuer.isSilent) return void response.socket?.destroy();
    response.writeHead(issuer.status, issuer.headers);
    response.end(issuer.body ?? JSON.stringify({ keys: issuer.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  // It stands still until a test moves it: how long a busy machine takes says nothing.
  let time = Date.now();
  const clock: VirtualClock = {
    ...systemClock,
    now: () => new Date(time),
    advance(seconds) {
      time += seconds * 1000;
    },
  };
  const jwksUri = `http://127.0.0.1:${port}/jwks.json`;
  return { issuer, clock, jwksUri, keys: createRemoteKeys({ jwksUri, clock, fetch }) };
}
