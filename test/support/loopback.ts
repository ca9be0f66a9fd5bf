import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { createApp } from "../../packages/functions/src/app.ts";
import {
  fromSocket,
  type ListenOptions,
  type RunningServer,
  type Servable,
  startServer,
} from "../../packages/functions/src/node/listen.ts";
import type { TestRollcall } from "./rollcall.ts";

/** A service on a port of this machine's own, for what only real sockets show. */
export interface Loopback {
  url: string;
  /** Opens a connection and sends nothing yet. */
  connect(): Promise<RawConnection>;
  /** Sends these bytes and resolves to everything that comes back until the server closes the connection. */
  exchange(...parts: (string | Uint8Array)[]): Promise<string>;
  /** The same, but says after the last byte that there will be no more. */
  abandon(...parts: (string | Uint8Array)[]): Promise<string>;
}

/** A connection on which a test writes what no HTTP client would. */
export interface RawConnection {
  socket: Socket;
  /** What has come back so far. */
  received(): string;
  /** Resolves once `pattern` has come back; rejects when the connection ends without it. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves to everything that came back when the server has closed. */
  closed: Promise<string>;
}

const listenOptions: ListenOptions = {
  host: "127.0.0.1",
  port: 0,
  keepAliveTimeout: 75,
  headersTimeout: 10,
  requestTimeout: 20,
  maxConnections: 1_000,
};

/** Serves an app on a port of this machine's own. */
export function listenOnLoopback(app: Servable, options: Partial<ListenOptions> = {}): Promise<RunningServer> {
  return startServer(app, { ...listenOptions, ...options });
}

/** Serves the app of `rollcall` over HTTP/1.1 until the end of the test. Its log goes to `rollcall.logs`. */
export async function startLoopback(rollcall: TestRollcall, options: Partial<ListenOptions> = {}): Promise<Loopback> {
  const app = createApp({
    dependencies: rollcall.dependencies,
    corsOrigins: [],
    ...fromSocket,
    logLevel: "info",
    log: (line) => rollcall.logs.push(line),
  });
  const server = await listenOnLoopback(app, options);
  const open = new Set<Socket>();
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await server.close();
  });
  const port = Number(new URL(server.url).port);
  const connectOnce = async () => {
    const connection = await openConnection(port);
    open.add(connection.socket);
    connection.socket.once("close", () => open.delete(connection.socket));
    return connection;
  };
  return {
    url: server.url,
    connect: connectOnce,
    async exchange(...parts) {
      const { socket, closed } = await connectOnce();
      for (const part of parts) socket.write(part);
      return closed;
    },
    async abandon(...parts) {
      const { socket, closed } = await connectOnce();
      for (const part of parts) socket.write(part);
      socket.end();
      return closed;
    },
  };
}

export function openConnection(port: number): Promise<RawConnection> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1");
    socket.setEncoding("latin1");
    socket.setNoDelay();
    socket.on("data", (chunk) => {
      text += chunk;
    });
    // A server may reset a connection on which more was sent than it cared to read.
    socket.on("error", () => {});
    const closed = new Promise<string>((done) => socket.once("close", () => done(text)));
    const until = (pattern: RegExp) =>
      new Promise<string>((found, ended) => {
        const look = () => pattern.test(text) && found(text);
        socket.on("data", look);
        closed.then(() => ended(new Error(`The connection ended without ${pattern}: ${text}`)));
        look();
      });
    socket.once("connect", () => resolve({ socket, received: () => text, until, closed }));
    socket.once("error", reject);
  });
}
