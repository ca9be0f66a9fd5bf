import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Report } from "./check.ts";

export interface JobDone {
  index: number;
  report: Report;
  milliseconds: number;
}

/** Checks scenarios, named by their places in `everything`, in as many threads as there are processors. */
export async function runJobs(indexes: readonly number[], onDone: (done: JobDone) => void): Promise<void> {
  const left = [...indexes];
  const runWorker = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    worker.on("error", reject);
    worker.on("message", (done: JobDone | null) => {
      if (done) onDone(done);
      const next = left.shift();
      if (next === undefined) resolve();
      else worker.postMessage(next);
    });
    return promise.finally(() => worker.terminate());
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), left.length) }, runWorker));
}
