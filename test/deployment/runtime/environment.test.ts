import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryDirectory } from "../../support/commands.ts";
import { startEnvironment } from "./environment.ts";
import { responseLimit } from "./runtime-api.ts";

/** An environment of a function with this source. */
async function start(source: string, timeoutMs?: number) {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "function.mjs"), source);
  const environment = await startEnvironment({
    directory,
    handler: "function.handler",
    ...(timeoutMs && { timeoutMs }),
  });
  onTestFinished(environment.stop);
  return environment;
}

describe("an execution environment", () => {
  it("hands over events one after another, and says how long each took", async () => {
    const { invoke, initMs } = await start("let n = 0; export const handler = async (event) => ({ event, n: ++n });");
    expect(initMs).toBeGreaterThan(0);
    for (const n of [1, 2]) {
      const { kind, body, ms } = await invoke({ a: "ü" });
      expect([kind, body]).toEqual(["response", { event: { a: "ü" }, n }]);
      expect(ms).toBeGreaterThan(0);
    }
  });

  it("has what Lambda sets, and nothing of this machine", async () => {
    const { invoke } = await start("export const handler = async () => process.env;");
    const variables = (await invoke({})).body as Record<string, string>;
    expect(variables).toMatchObject({ _HANDLER: "function.handler", AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" });
    expect(variables).not.toHaveProperty("HOME");
  });

  it("reports what the function throws, and serves on", async () => {
    const { invoke, logs } = await start(
      "export const handler = async (event) => { if (event) throw new RangeError('no'); return 1; };",
    );
    const { kind, body } = await invoke(true);
    expect(kind).toBe("error");
    expect(body).toMatchObject({ errorType: "RangeError", errorMessage: "no" });
    expect((await invoke(false)).body).toBe(1);
    expect(JSON.parse(logs())).toMatchObject({ level: "ERROR", message: { errorMessage: "no" } });
  });

  it("does not start with a function that cannot be loaded", async () => {
    await expect(start("throw new RangeError('no settings');")).rejects.toThrow(/init error.*RangeError.*no settings/);
    await expect(start("export const other = 1;")).rejects.toThrow(/HandlerNotFound/);
    await expect(start("process.exit(3);")).rejects.toThrow(/exited with 3/);
  });

  it("takes an answer of 6 MB and no larger one", async () => {
    const { invoke } = await start("export const handler = async (size) => 'x'.repeat(size);");
    expect((await invoke(responseLimit - 2)).kind).toBe("response");
    const { kind, body } = await invoke(responseLimit);
    expect(kind).toBe("error");
    expect(body).toMatchObject({ errorType: "Function.ResponseSizeTooLarge" });
    expect((await invoke(1)).body).toBe("x");
  });

  it("ends when the function's time is up, or when the function ends it", async () => {
    const slow = await start("export const handler = () => new Promise((r) => setTimeout(r, 60_000));", 200);
    const { kind, body } = await slow.invoke({});
    expect([kind, body]).toMatchObject(["error", { errorMessage: "Task timed out after 0.20 seconds" }]);
    expect(await slow.exited).toEqual({ code: null, signal: "SIGKILL" });

    const ending = await start("export const handler = async () => process.exit(3);");
    expect((await ending.invoke({})).body).toMatchObject({ errorType: "Runtime.ExitError" });
  });
});
