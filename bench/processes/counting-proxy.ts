import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { leaveUntilTheEnd } from "../leftovers.ts";

/** What went over the way to a database. */
export interface Traffic {
  /** Each command to it, by name. */
  commands: string[];
  /** Both ways. */
  bytes: number;
}

export interface CountingProxy {
  uri: string;
  /** What has gone over it since it was asked last, without what the driver does to keep its connections. */
  take(): Traffic;
  stop(): Promise<void>;
}

/** OP_MSG of the wire protocol: a header of 16 bytes, the flags, and a document whose first key is the command's name. */
const opMsg = 2013;
const headerLength = 16;
const keyStart = headerLength + 4 + 1 + 4 + 1;

const housekeeping = new Set(["hello", "ismaster", "isMaster", "endSessions", "ping", "buildInfo", "saslStart"]);

/** A way to the server of MONGODB_URI that counts. */
export async function startCountingProxy(): Promise<CountingProxy> {
  const { hostname, port } = new URL(process.env.MONGODB_URI as string);
  let traffic: Traffic = { commands: [], bytes: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port || 27_017) });
    // Commands that are under way, by the number that their answers bear.
    const counted = new Set<number>();
    const toServer = messages((message) => {
      const name = commandOf(message);
      if (name === null || housekeeping.has(name)) return;
      counted.add(message.readInt32LE(4));
      traffic.commands.push(name);
      traffic.bytes += message.length;
    });
    const toClient = messages((message) => {
      if (counted.delete(message.readInt32LE(8))) traffic.bytes += message.length;
    });
    join(near, far, toServer);
    join(far, near, toClient);
    for (const socket of [near, far]) sockets.add(socket.once("close", () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const uri = new URL(process.env.MONGODB_URI as string);
  uri.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    uri: uri.href,
    take() {
      const taken = traffic;
      traffic = { commands: [], bytes: 0 };
      return taken;
    },
    stop: leaveUntilTheEnd(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    }),
  };
}

function join(from: Socket, to: Socket, see: (chunk: Buffer) => void): void {
  from.on("data", (chunk) => {
    see(chunk);
    to.write(chunk);
  });
  from.on("error", () => to.destroy());
  from.on("close", () => to.destroy());
}

/** Cuts a stream into the protocol's messages, each of which begins with its length. */
function messages(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let received = Buffer.alloc(0);
  return (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= headerLength && received.length >= received.readInt32LE(0)) {
      const length = received.readInt32LE(0);
      take(received.subarray(0, length));
      received = received.subarray(length);
    }
  };
}

function commandOf(message: Buffer): string | null {
  if (message.readInt32LE(12) !== opMsg) return null;
  return message.toString("utf8", keyStart, message.indexOf(0, keyStart));
}
