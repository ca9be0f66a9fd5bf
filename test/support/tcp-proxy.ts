import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { Certificate } from "./certificate.ts";

/** How a connection is cut: altogether, with a FIN while the other half stays open for a while, or with an RST. */
export type Ending = "close" | "end" | "reset";

/** A way to a server that a test can take away: by default it is open. */
export interface TcpProxy {
  port: number;
  /** How many connections it has taken so far. */
  taken(): number;
  /** Cuts every connection and refuses new ones. */
  close(ending?: Ending): Promise<void>;
  /** Takes connections again, on the same port. */
  open(): Promise<void>;
  /** Lets each answer through only after so many milliseconds. */
  slow(ms: number): void;
  /** Lets so many bytes of answers a second through on each connection; Infinity lets all. */
  throttle(bytesPerSecond: number): void;
  /**
   * Resets each connection after so many bytes of its next answer, until `open`. With none the answer is lost altogether, to a
   * request that has arrived.
   */
  breakAnswers(bytes: number): void;
  /** Keeps connections open and takes new ones, but lets nothing through until `open`. */
  stall(): void;
  /** Cuts every connection, and each new one as soon as it is there, until `open`. */
  hangUp(): void;
  /** Lets nothing more through on the connections there are, as a gateway that has dropped them from its table. */
  forget(): void;
}

interface Target {
  host: string;
  port: number;
}

interface Connection {
  /** The connection itself, which carries TLS where `near` is that. */
  raw: Socket;
  near: Socket;
  far: Socket;
  isForgotten: boolean;
  /** When what has been answered so far has all been let through. */
  busyUntil: number;
}

/** Forwards connections to `target` until the end of the test; with a certificate it speaks TLS to its clients. */
export async function startTcpProxy(target: Target, certificate?: Certificate): Promise<TcpProxy> {
  const { forward, cutAll, resume, ...rest } = createRelay(target, certificate);
  let server: Server | undefined;

  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const opened = createServer(forward).once("error", reject);
      opened.listen(port, "127.0.0.1", () => resolve((opened.address() as AddressInfo).port));
      server = opened;
    });

  const port = await listen(0);
  const close = async (ending: Ending = "close") => {
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
    cutAll(ending);
    await closed;
  };
  onTestFinished(() => close());
  return {
    ...rest,
    port,
    close,
    async open() {
      resume();
      if (!server) await listen(port);
    },
  };
}

/** What a proxy does with the connections that come to it, wherever it listens. */
function createRelay(target: Target, certificate?: Certificate) {
  const connections = new Set<Connection>();
  let state: "open" | "stalled" | "hanging up" = "open";
  let latency = 0;
  let bandwidth = Number.POSITIVE_INFINITY;
  let brokenAfter: number | null = null;
  let taken = 0;

  function answerWith(connection: Connection, chunk: Buffer): void {
    const { near } = connection;
    if (brokenAfter !== null) {
      near.write(chunk.subarray(0, brokenAfter), () => cut(connection, "reset"));
      return;
    }
    const now = performance.now();
    connection.busyUntil = Math.max(now, connection.busyUntil) + (chunk.length / bandwidth) * 1_000;
    later(latency + connection.busyUntil - now, near, chunk);
  }

  const cutAll = (ending: Ending) => {
    for (const connection of connections) cut(connection, ending);
  };
  return {
    forward(raw: Socket) {
      taken++;
      if (state === "hanging up") return void raw.destroy();
      const near = certificate ? new TLSSocket(raw, { isServer: true, ...keysOf(certificate) }) : raw;
      const connection = { raw, near, far: connect(target), isForgotten: false, busyUntil: 0 };
      connections.add(connection);
      join(near, connection.far, (chunk) => connection.far.write(chunk));
      join(connection.far, near, (chunk) => answerWith(connection, chunk));
      raw.on("error", () => near.destroy());
      near.once("close", () => connections.delete(connection));
      if (state === "stalled") pause(connection);
    },
    cutAll,
    taken: () => taken,
    resume() {
      state = "open";
      brokenAfter = null;
      connections.forEach(letOn);
    },
    slow(ms: number) {
      latency = ms;
    },
    throttle(bytesPerSecond: number) {
      bandwidth = bytesPerSecond;
    },
    breakAnswers(bytes: number) {
      brokenAfter = bytes;
    },
    stall() {
      state = "stalled";
      connections.forEach(pause);
    },
    hangUp() {
      state = "hanging up";
      cutAll("close");
    },
    forget() {
      for (const connection of connections) {
        pause(connection);
        connection.isForgotten = true;
      }
    },
  };
}

function keysOf({ cert, key }: Certificate) {
  return { cert, key: key.export({ type: "pkcs8", format: "pem" }) };
}

function join(from: Socket, to: Socket, pass: (chunk: Buffer) => void): void {
  from.on("data", pass);
  from.once("error", () => from.destroy());
  from.once("close", () => to.destroy());
}

function later(ms: number, to: Socket, chunk: Buffer): void {
  if (ms === 0) to.write(chunk);
  else setTimeout(() => to.destroyed || to.write(chunk), ms);
}

function pause({ near, far }: Connection): void {
  near.pause();
  far.pause();
}

function letOn({ near, far, isForgotten }: Connection): void {
  if (isForgotten) return;
  near.resume();
  far.resume();
}

/** Milliseconds for which the half stays open of a connection that was ended. */
const halfOpen = 300;

function cut({ raw, near }: Connection, ending: Ending): void {
  if (ending === "end") {
    near.end();
    setTimeout(() => near.destroy(), halfOpen);
    return;
  }
  if (ending === "reset") raw.resetAndDestroy();
  near.destroy();
}

/** A port of this machine on which nobody listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
