import type { Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { clientGone } from "../http/failure.ts";
import { pathOf } from "../http/plain-path.ts";

/** How long a stop waits for requests in flight, in milliseconds. */
const drainTimeout = 4_000;

/** How often Node looks for connections whose time is up, in milliseconds: so much later they may be cut. */
const checkingInterval = 500;

/**
 * After how many milliseconds a connection is cut on which nothing moves while a request is served: longer than any answer
 * takes, for clients that do not read theirs.
 */
const stuckTimeout = 30_000;

/** How long a client that is one too many may take to read so, in milliseconds. */
const refusalTimeout = 1_000;

export interface ListenOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Seconds that a connection without a request is kept for the next one. */
  keepAliveTimeout: number;
  /** Seconds in which the head of a request has to arrive. */
  headersTimeout: number;
  /** Seconds in which all of a request has to arrive; not less than `headersTimeout`. */
  requestTimeout: number;
  maxConnections: number;
}

export interface RunningServer {
  url: string;
  /** The one that was really taken, where 0 was asked for. */
  port: number;
  /** Takes no new requests, finishes those in flight, and resolves when the last connection is closed. */
  close(): Promise<void>;
}

/** A Hono app, whatever its environment. */
export type Servable = Pick<Parameters<typeof serve>[0], "fetch">;

/** Serves an app over HTTP/1.1 on any Node. Rejects when the address is taken. */
export function startServer(app: Servable, options: ListenOptions): Promise<RunningServer> {
  const { host, port, maxConnections } = options;
  const serverOptions = {
    keepAliveTimeout: options.keepAliveTimeout * 1_000,
    headersTimeout: options.headersTimeout * 1_000,
    requestTimeout: options.requestTimeout * 1_000,
    connectionsCheckingInterval: checkingInterval,
  };
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: refusing(app), hostname: host, port, serverOptions }, (address) => {
      resolve({ url: toUrl(host, address), port: address.port, close });
    }) as Server;
    // It also runs while a request arrives, for which a client may have longer.
    server.timeout = Math.max(stuckTimeout, serverOptions.requestTimeout + 2 * checkingInterval);
    server.once("error", reject);
    limitConnections(server, maxConnections);

    const close = () => drain(server);
  });
}

/** A connection is closed as soon as nothing is under way on it, and all of them when the time is up. */
function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), drainTimeout);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
  });
}

/**
 * At the limit, connections that are only kept for later make room. One that still is too many is told so, and closed;
 * and when as many again are being told, the next are closed without a word.
 */
function limitConnections(server: Server, limit: number): void {
  let open = 0;
  server.maxConnections = 2 * limit;
  server.on("connection", (socket: Socket) => {
    if (open < limit) {
      open++;
      socket.once("close", () => open--);
    } else {
      socket.end(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      );
      setTimeout(() => socket.destroy(), refusalTimeout).unref();
    }
    if (open >= limit) server.closeIdleConnections();
  });
}

/** What cannot be answered is not served, and what has two Host fields is not either (RFC 9112 section 3.2), though Node would. */
function refusing({ fetch }: Servable): Servable["fetch"] {
  return (request, bindings) => {
    const { socket, rawHeaders } = bindings.incoming;
    if (socket.writableEnded) return new Response(null, { status: 503 });
    const names = rawHeaders.filter((_, index) => index % 2 === 0);
    if (names.filter((name) => name.toLowerCase() === "host").length < 2) return fetch(request, bindings);
    return new Response(null, { status: 400, headers: { connection: "close" } });
  };
}

function toUrl(host: string, { port }: AddressInfo): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The address of the socket's other end; headers that name an address are the client's to write. */
export function socketAddress(c: Context): string | null {
  return getConnInfo(c).remote.address ?? null;
}

/** The path as it came, before the server resolved it. */
export function receivedPath(c: Context): string {
  return pathOf((c.env as HttpBindings).incoming.url ?? "");
}

const departures = new WeakMap<Socket, AbortSignal>();

/** Aborts with `clientGone` when the connection is closed: one signal for all its requests, as they may come on each other's heels. */
export function connectionSignal(c: Context): AbortSignal {
  const { socket } = (c.env as HttpBindings).incoming;
  const known = departures.get(socket);
  if (known) return known;
  const departure = new AbortController();
  departures.set(socket, departure.signal);
  if (socket.destroyed) departure.abort(clientGone);
  else socket.once("close", () => departure.abort(clientGone));
  return departure.signal;
}

/** What an app is told of its requests by the sockets that they come on. */
export const fromSocket = { clientIp: socketAddress, clientSignal: connectionSignal, rawPath: receivedPath };

/** Runs `stop` once on SIGTERM or SIGINT and exits with 0, or with 1 if it fails. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
