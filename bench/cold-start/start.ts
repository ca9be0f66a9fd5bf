import { readdirSync, readFileSync } from "node:fs";
import type { Artifact } from "../../test/deployment/deployment.ts";
import { startEnvironment } from "../../test/deployment/runtime/environment.ts";
import { type FunctionUrlCall, functionUrlEvent } from "../../test/support/function-url-event.ts";

/** What a new environment takes, in milliseconds. */
export interface Start {
  /** From the start of its process until it asks for its first event. */
  init: number;
  /** Its first answer. */
  first: number;
  /** Of the processor, in all of its threads, for both; NaN where the system does not tell. */
  cpu: number;
}

/** What a function URL would answer with. */
export interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}

/** Starts an environment for one request. */
export async function measureStart(
  artifact: Artifact,
  environment: Record<string, string>,
  call: FunctionUrlCall,
): Promise<{ start: Start; answer: Answer }> {
  const started = await startEnvironment({ ...artifact, environment });
  try {
    const { kind, body, ms } = await started.invoke(functionUrlEvent(call));
    const answer = body as Answer;
    if (kind === "error" || answer.statusCode >= 500) {
      throw new Error(`${call.path} is answered with ${JSON.stringify(body)}\n${started.logs()}`);
    }
    return { start: { init: started.initMs, first: ms, cpu: processorTimeOf(started.pid) }, answer };
  } finally {
    await started.stop();
  }
}

/** As Linux has it in proc(5), to the nanosecond. */
function processorTimeOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8"));
    return times.reduce((sum, text) => sum + Number.parseInt(text, 10), 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}
