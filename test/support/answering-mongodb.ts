import { type AddressInfo, createServer, type Socket } from "node:net";
import { BSON } from "mongodb";
import { onTestFinished } from "vitest";

type Document = Record<string, unknown>;

const opCodes = { query: 2004, message: 2013 };

/** What a standalone server says of itself. */
const hello = { isWritablePrimary: true, ismaster: true, minWireVersion: 0, maxWireVersion: 25 };

/**
 * A server that speaks as much of MongoDB's protocol as it takes to give the answers that a test wants. `greeting` is
 * what it says of itself, other than a standalone server does.
 */
export async function startAnsweringMongodb(
  answer: (command: Document) => Document,
  greeting: () => Document = () => ({}),
): Promise<{ host: string; uri: string }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
        const message = received.subarray(0, received.readInt32LE(0));
        received = received.subarray(message.length);
        const command = commandOf(message);
        const isGreeting = "hello" in command || "ismaster" in command;
        const document = isGreeting ? { ...hello, ...greeting() } : answer(command);
        socket.write(reply(message.readInt32LE(4), { ok: 1, ...document }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, uri: `mongodb://${host}/rollcall` };
}

/** The first document of an OP_QUERY, which greets a server, or of an OP_MSG, which all else is. */
function commandOf(message: Buffer): Document {
  const start = message.readInt32LE(12) === opCodes.query ? message.indexOf(0, 20) + 9 : 21;
  return BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)));
}

/** An OP_MSG with one document. */
function reply(responseTo: number, document: Document): Buffer {
  const body = BSON.serialize(document);
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(opCodes.message, 12);
  return Buffer.concat([head, body]);
}
