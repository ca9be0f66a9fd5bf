import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

/* The official driver, in a file of its own: it is loaded when the first connection is made, and bundled apart. */
export { MongoClient } from "mongodb";

// Before it reads an answer, the driver waits for its socket to drain, also when that has been closed meanwhile and
// never will: see docs/decisions/0015-healing-connections.md. To hear of a drain then costs nobody else anything.
subscribe("net.client.socket", (message) => {
  const { socket } = message as { socket: Socket };
  socket.once("close", () => socket.emit("drain"));
});
