import type { Writable } from "node:stream";
import { type LogSink, toLine } from "../http/request-log.ts";

/** Bytes that wait for a slow reader at most. */
const limit = 1024 * 1024;

/** Milliseconds that a stop waits for a slow reader. */
const patience = 250;

type Stream = Pick<Writable, "write" | "writableLength" | "on">;

export interface LogStream {
  write: LogSink;
  /** Resolves when what was written has left, or does not leave soon. */
  flush(): Promise<void>;
}

/**
 * Writes lines to a stream that may be slow, full or gone (a collector that hangs, `| head`, a disk without room): the service
 * goes on without them, and when lines can be written again the first one says how many were lost.
 */
export function logTo(stream: Stream): LogStream {
  let lost = 0;
  let isFull = false;
  surviveErrorsOf(stream);

  function send(text: string, lines: number): void {
    stream.write(text, (error) => {
      if (error) lost += lines;
    });
  }

  return {
    write(line) {
      // Once full it is given time, or every other line would be one about lost lines.
      isFull = stream.writableLength > (isFull ? limit / 2 : limit);
      if (isFull) {
        lost++;
        return;
      }
      if (lost > 0) {
        const count = lost;
        lost = 0;
        // The line before may have been written in part.
        send(`\n${toLine({ time: new Date().toISOString(), level: "error", message: "lines lost", count })}\n`, count);
      }
      send(`${line}\n`, 1);
    },
    flush: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, patience);
        stream.write("", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

/** Without a listener the error of a stream ends the process. */
export function surviveErrorsOf(stream: Pick<Writable, "on">): void {
  stream.on("error", () => {});
}
