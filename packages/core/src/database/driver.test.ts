import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectSecurely, createServer as createSecureServer } from "node:tls";
import { expect, it, onTestFinished } from "vitest";
import { selfSignedCertificate } from "../../../../test/support/certificate.ts";
import "./driver.ts";

const { cert, key } = selfSignedCertificate();

/** A connection to a server, once it is there. */
async function connected(server: Server, open: (port: number) => Socket, event: string): Promise<Socket> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = open((server.address() as AddressInfo).port);
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  await once(socket, event);
  return socket;
}

const sockets = {
  "a socket": () => connected(createServer(), (port) => connect(port, "127.0.0.1"), "connect"),
  "a socket with TLS": () =>
    connected(
      createSecureServer({ cert, key: key.export({ type: "pkcs8", format: "pem" }) }),
      (port) => connectSecurely(port, "127.0.0.1", { ca: cert }),
      "secureConnect",
    ),
};

it.each(Object.entries(sockets))(
  "%s that closes lets go of the driver, which waits for it to drain (Q191)",
  async (_, open) => {
    const socket = await open();
    socket.destroy();
    expect(socket.write("too late")).toBe(false);
    await once(socket, "drain");
  },
);
