import { writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/*
 * Loaded before a server (`--import`), it writes what the process keeps in memory, once its garbage is collected, into the
 * file that MEMORY_FILE names, whenever the process gets SIGHUP.
 */

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

process.on("SIGHUP", () => {
  collectGarbage();
  // What the first collection lets go of, such as sockets, leaves with the next turn.
  setImmediate(() => {
    collectGarbage();
    const { heapUsed, external, rss } = process.memoryUsage();
    writeFileSync(process.env.MEMORY_FILE as string, JSON.stringify({ heapUsed, external, rss }));
  });
});
