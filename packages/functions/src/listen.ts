import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { pathOf } from "./http/plain-path.ts";

/** How long a stop waits for requests in flight, in milliseconds. */
const drainTimeout = 4_000;

/** A slow client is cut off after these, in milliseconds. */
const limits = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5_000 };

export interface RunningServer {
  /** With the port that was really taken, where 0 was asked for. */
  url: string;
  /** Takes no new requests, finishes those in flight, and resolves when the last connection is closed. */
  close(): Promise<void>;
}

/** A Hono app, whatever its environment. */
export type Servable = Pick<Parameters<typeof serve>[0], "fetch">;

/** Serves an app over HTTP/1.1 on any Node. Rejects when the address is taken. */
export function startServer(app: Servable, { host, port }: { host: string; port: number }): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: refusingTwoHosts(app), hostname: host, port, serverOptions: limits }, (address) => {
      resolve({ url: toUrl(host, address), close });
    });
    server.once("error", reject);

    const close = () => drain(server as Server);
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

/** Node serves a message with two Host fields; RFC 9112 section 3.2 wants it refused. */
function refusingTwoHosts({ fetch }: Servable): Servable["fetch"] {
  return (request, bindings) => {
    const names = bindings.incoming.rawHeaders.filter((_, index) => index % 2 === 0);
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
