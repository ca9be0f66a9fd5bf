import { describe, expect, inject, it } from "vitest";
import { runFile, temporaryDirectory } from "../support/commands.ts";
import { testSecret } from "../support/rollcall.ts";

describe("a start that cannot succeed", () => {
  const deployed = {
    SECRET_KEY: testSecret,
    ISSUER: "https://auth.example.test",
    MONGODB_URI: "mongodb://127.0.0.1:9/rollcall",
  };
  const entries = [
    ["the server", "node/server.ts", []],
    ["the command line", "cli/main.ts", ["indexes"]],
  ] as const;

  it.each(entries)("of %s names a secret that is missing, short or a placeholder", async (_name, file, args) => {
    for (const [secret, reason] of [
      ["", "is not set"],
      ["k3J9vQ2mX7pL5wR8tY4u", "is too short"],
      ["change-me-please-change-me-please-change-me-123", "looks like a placeholder"],
    ] as const) {
      const { code, stdout, stderr } = await runFile(file, [...args], {
        cwd: temporaryDirectory(),
        env: { ...deployed, SECRET_KEY: secret },
      });
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(new RegExp(`^SECRET_KEY: ${reason}.*\\n$`));
      if (secret) expect(stderr).not.toContain(secret);
    }
  });

  it.each(entries)("of %s names a database that does not answer", async (_name, file, args) => {
    const { code, stderr } = await runFile(file, [...args], { cwd: temporaryDirectory(), env: deployed });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^MONGODB_URI: no database answers there\. .*\n$/)]);
  });

  it("of the server names every setting that is wrong, on a line each", async () => {
    const env = {
      ...deployed,
      ISSUER: "https://auth.example.test/",
      PORT: "x",
      REGISTRATION: "maybe",
      TRUSTED_PROXIES: "true",
    };
    const { code, stderr } = await runFile("node/server.ts", [], { cwd: temporaryDirectory(), env });
    expect(code).toBe(1);
    expect(stderr.match(/^[A-Z_]+(?=: )/gm)?.sort()).toEqual(["ISSUER", "PORT", "REGISTRATION", "TRUSTED_PROXIES"]);
  });

  it.runIf(inject("mongodbUri"))("names a SECRET_KEY that does not open the stored signing key", async () => {
    const uri = new URL(inject("mongodbUri") as string);
    uri.pathname = `/rollcall_${inject("runId")}_start`;
    const env = { ...deployed, MONGODB_URI: uri.href };
    const cwd = temporaryDirectory();
    await runFile("cli/main.ts", ["keys", "list"], { cwd, env });
    const { code, stderr } = await runFile("node/server.ts", [], {
      cwd,
      env: { ...env, SECRET_KEY: [...testSecret].reverse().join("") },
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^SECRET_KEY: the stored signing key was encrypted under another one\./),
    ]);
  });
});
