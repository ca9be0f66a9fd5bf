import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { installRuntimeClient } from "../../../scripts/runtime-client.ts";
import type { Artifact } from "../deployment.ts";
import { type InvocationResult, startRuntimeApi } from "./runtime-api.ts";

export interface EnvironmentOptions extends Artifact {
  /** The function's own variables, beside those that Lambda sets. */
  environment?: Record<string, string>;
  /** The function's timeout: beyond it an invocation is an error and its environment is gone. */
  timeoutMs?: number;
}

/** One execution environment of a function: a process that Lambda's runtime client runs in. */
export interface Environment {
  /** Milliseconds from the start of the process until it asks for its first event. */
  initMs: number;
  /** Hands over one event. Resolves also when the function fails, times out or ends. */
  invoke(event: unknown, options?: { timeoutMs?: number }): Promise<InvocationResult>;
  /** All that it has printed so far. */
  logs(): string;
  pid: number;
  signal(name: NodeJS.Signals): void;
  exited: Promise<Exit>;
  /** Ends it at once, frozen or not. */
  stop(): Promise<void>;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Megabytes, as in the deployment. */
const memory = 1024;

/** What Lambda lets an environment take to start, in milliseconds. */
const initLimit = 10_000;

/**
 * Starts one execution environment on this machine, with AWS's own runtime client.
 * @throws Error with the error that the runtime reports, when the function cannot be loaded
 */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const client = await installRuntimeClient();
  const api = await startRuntimeApi();
  const started = performance.now();
  const child = spawn(process.execPath, ["--expose-gc", `--max-old-space-size=${memory}`, client, options.handler], {
    cwd: options.directory,
    env: { ...variables(options, client, api.address), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let logs = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      logs += text;
    });
  }
  const exited = new Promise<Exit>((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
  exited.then(({ code, signal }) => {
    api.fail({ errorType: "Runtime.ExitError", errorMessage: `Runtime exited with ${signal ?? `status ${code}`}` });
  });
  const stop = async () => {
    child.kill("SIGKILL");
    await exited;
    api.close();
  };

  await firstOf(api.initialized, exited, initLimit).catch(async (error) => {
    await stop();
    throw new Error(`${error.message}\n${logs}`);
  });

  return {
    initMs: performance.now() - started,
    async invoke(event, { timeoutMs = options.timeoutMs ?? 20_000 } = {}) {
      const result = api.invoke(event, timeoutMs);
      const timer = setTimeout(() => {
        child.kill("SIGKILL");
        api.fail({
          errorType: "Sandbox.Timedout",
          errorMessage: `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
        });
      }, timeoutMs);
      return result.finally(() => clearTimeout(timer));
    },
    logs: () => logs,
    pid: child.pid as number,
    signal: (name) => void child.kill(name),
    exited,
    stop,
  };
}

/** Resolves with `initialized`; rejects when the process ends before, or when the time is up. */
async function firstOf(initialized: Promise<void>, exited: Promise<Exit>, limit: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No event was asked for within ${limit} ms`)), limit);
  const ended = exited.then(({ code, signal }) => {
    throw new Error(`The runtime exited with ${signal ?? code} before it asked for an event`);
  });
  try {
    await Promise.race([initialized, ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What Lambda sets for a function of the deployment; nothing of this machine's environment gets in. */
function variables({ directory, handler }: EnvironmentOptions, client: string, api: string): Record<string, string> {
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: directory,
    LAMBDA_RUNTIME_DIR: dirname(client),
    AWS_LAMBDA_RUNTIME_API: api,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: "rollcall",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/rollcall",
    AWS_LAMBDA_LOG_STREAM_NAME: "2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef",
    AWS_LAMBDA_LOG_FORMAT: "JSON",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_SESSION_TOKEN: "session-token",
  };
}
