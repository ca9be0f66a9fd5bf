import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How an invocation ended: with what the handler returned, or with an error as Lambda describes it. */
export interface InvocationResult {
  kind: "response" | "error";
  body: unknown;
  /** Milliseconds from the event's hand-over to the end of the answer. */
  ms: number;
}

/** Lambda's own words for a failure. */
export interface InvocationError {
  errorType: string;
  errorMessage: string;
}

/** The Runtime API (2018-06-01) of one execution environment. */
export interface RuntimeApi {
  /** Host and port, as AWS_LAMBDA_RUNTIME_API names them. */
  address: string;
  /** Resolves when the runtime asks for its first event; rejects with the error that it reports instead. */
  initialized: Promise<void>;
  /** Hands over one event; there is never a second one under way. */
  invoke(event: unknown, timeoutMs: number): Promise<InvocationResult>;
  /** Ends the invocation under way, if there is one. */
  fail(error: InvocationError): void;
  close(): void;
}

/** Bytes of the largest answer that Lambda takes. */
export const responseLimit = 6_291_556;

const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:rollcall";

interface Invocation {
  id: string;
  event: unknown;
  timeoutMs: number;
  handedOver: number;
  settle(kind: InvocationResult["kind"], body: unknown): void;
}

/** Starts the Runtime API on a loopback port. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const initialized = Promise.withResolvers<void>();
  let waiting: ServerResponse | undefined;
  let current: Invocation | undefined;

  const handOver = () => {
    if (!waiting || !current || current.handedOver > 0) return;
    current.handedOver = performance.now();
    waiting.writeHead(200, headersOf(current)).end(JSON.stringify(current.event));
    waiting = undefined;
  };

  const settle = (kind: InvocationResult["kind"], body: unknown) => {
    current?.settle(kind, body);
    current = undefined;
  };

  const takeReport = (path: string, body: Buffer): number => {
    if (path === "init/error") {
      initialized.reject(new Error(`The runtime reports an init error: ${body}`));
      return 202;
    }
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (id !== current?.id) return 400;
    if (body.length > responseLimit) {
      settle("error", tooLarge(body.length));
      return 413;
    }
    settle(kind as InvocationResult["kind"], JSON.parse(body.toString()));
    return 202;
  };

  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, async (request, response) => {
    const path = request.url?.replace("/2018-06-01/runtime/", "") ?? "";
    if (path === "invocation/next") {
      waiting = response;
      initialized.resolve();
      return handOver();
    }
    const status = takeReport(path, await read(request));
    response.writeHead(status, { "content-type": "application/json" }).end('{"status":"OK"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initialized: initialized.promise,
    invoke(event, timeoutMs) {
      if (current) throw new Error("An execution environment serves one event at a time");
      const { promise, resolve } = Promise.withResolvers<InvocationResult>();
      const invocation: Invocation = {
        id: randomUUID(),
        event,
        timeoutMs,
        handedOver: 0,
        settle: (kind, body) => resolve({ kind, body, ms: performance.now() - invocation.handedOver }),
      };
      current = invocation;
      handOver();
      return promise;
    },
    fail: (error) => settle("error", error),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function headersOf({ id, timeoutMs }: Invocation): Record<string, string> {
  return {
    "content-type": "application/json",
    "lambda-runtime-aws-request-id": id,
    "lambda-runtime-deadline-ms": String(Date.now() + timeoutMs),
    "lambda-runtime-invoked-function-arn": functionArn,
    "lambda-runtime-trace-id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
  };
}

function tooLarge(bytes: number): InvocationError {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${responseLimit} bytes).`,
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
