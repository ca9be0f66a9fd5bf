import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a server that a test can take away: by default it is open. */
export interface TcpProxy {
  port: number;
  /** How many connections it has taken so far. */
  taken(): number;
  /** Cuts every connection and refuses new ones. */
  close(): Promise<void>;
  /** Takes connections again, on the same port. */
  open(): Promise<void>;
  /** Lets each answer through only after so many milliseconds. */
  slow(ms: number): void;
  /** Keeps connections open and takes new ones, but lets nothing through until `open`. */
  stall(): void;
}

/** Forwards connections to `target` until the end of the test. */
export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let stalled = false;
  let latency = 0;
  let taken = 0;
  let server: Server | undefined;

  const join = (from: Socket, to: Socket, delay: () => number) => {
    sockets.add(from);
    from.on("data", (chunk) => {
      if (delay() === 0) to.write(chunk);
      else setTimeout(() => to.destroyed || to.write(chunk), delay());
    });
    from.once("error", () => from.destroy());
    from.once("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    if (stalled) from.pause();
  };

  const forward = (near: Socket) => {
    taken++;
    const far = connect(target);
    join(near, far, () => 0);
    join(far, near, () => latency);
  };

  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const opened = createServer(forward).once("error", reject);
      opened.listen(port, "127.0.0.1", () => resolve((opened.address() as AddressInfo).port));
      server = opened;
    });

  const port = await listen(0);
  const close = async () => {
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  onTestFinished(close);
  return {
    port,
    taken: () => taken,
    close,
    async open() {
      stalled = false;
      for (const socket of sockets) socket.resume();
      if (!server) await listen(port);
    },
    slow(ms) {
      latency = ms;
    },
    stall() {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
  };
}

/** A port of this machine on which nobody listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
