import { type ChildProcess, spawn } from "node:child_process";

/** A place in a file: lines and characters from 0 on. */
export interface Position {
  line: number;
  character: number;
}

/** TypeScript's language server on one file of a folder, over the protocol that editors speak to it. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #uri: string;
  readonly #waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  #received = Buffer.alloc(0);
  #last = 0;

  private constructor(compiler: string, directory: string, file: string) {
    this.#uri = `file://${directory}/${file}`;
    this.#process = spawn(compiler, ["--lsp", "--stdio"], { cwd: directory, stdio: ["pipe", "pipe", "ignore"] });
    this.#process.stdout?.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#process.once("exit", (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The language server ended with ${code}`));
    });
  }

  static async open(compiler: string, directory: string, file: string, text: string): Promise<LanguageServer> {
    const server = new LanguageServer(compiler, directory, file);
    const rootUri = `file://${directory}`;
    const capabilities = { textDocument: { hover: { contentFormat: ["markdown"] } } };
    await server.#request("initialize", { processId: process.pid, rootUri, capabilities });
    server.#send({ method: "initialized", params: {} });
    const textDocument = { uri: server.#uri, languageId: "typescript", version: 0, text };
    server.#send({ method: "textDocument/didOpen", params: { textDocument } });
    return server;
  }

  /** Replaces the file's text, as typing does. */
  change(text: string): void {
    const textDocument = { uri: this.#uri, version: ++this.#last };
    this.#send({ method: "textDocument/didChange", params: { textDocument, contentChanges: [{ text }] } });
  }

  /** What is shown when the mouse rests there. */
  async hover(position: Position): Promise<string> {
    const answer = await this.#at<{ contents: { value: string } } | null>("textDocument/hover", position);
    return answer?.contents.value ?? "";
  }

  /** The names that are offered there. */
  async complete(position: Position): Promise<string[]> {
    const answer = await this.#at<{ items: { label: string }[] } | null>("textDocument/completion", position);
    return (answer?.items ?? []).map(({ label }) => label);
  }

  async close(): Promise<void> {
    await this.#request("shutdown");
    this.#send({ method: "exit" });
  }

  #at<Answer>(method: string, position: Position): Promise<Answer> {
    return this.#request(method, { textDocument: { uri: this.#uri }, position });
  }

  #request<Answer>(method: string, params?: unknown): Promise<Answer> {
    const id = ++this.#last;
    this.#send({ id, method, params });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const head = this.#received.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, head).toString())?.[1]);
      if (head < 0 || this.#received.length < head + 4 + length) return;
      const message = this.#received.subarray(head + 4, head + 4 + length).toString();
      this.#received = this.#received.subarray(head + 4 + length);
      this.#handle(JSON.parse(message));
    }
  }

  /** What the server asks for, settings and the like, it does without. */
  #handle({
    id,
    method,
    result,
    error,
  }: {
    id?: number;
    method?: string;
    result?: never;
    error?: { message: string };
  }) {
    if (method !== undefined) return id === undefined ? undefined : this.#send({ id, result: null });
    const waiting = this.#waiting.get(id as number);
    this.#waiting.delete(id as number);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result as never);
  }
}
