import { describe, expect, it } from "vitest";
import { attempt, made } from "./attempt.ts";
import { secrets } from "./settings.ts";

describe("what cannot be built stops a deployment, with the API untouched", () => {
  it("a handler", async () => {
    const edits = { "infra/api.ts": (text: string) => text.replace("/api.handler", "/absent.handler") };
    const { code, output, resources } = await attempt({ secrets, edits });
    expect(code).not.toBe(0);
    expect(output).toContain("packages/functions/src/lambda/absent.handler");
    expect(made(resources)).not.toContain("aws:lambda/functionUrl:FunctionUrl");
  });
});

describe("a missing or wrong secret stops a deployment before anything is made", () => {
  it.each(Object.keys(secrets))("%s: missing", async (name) => {
    const others = Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name));
    const { code, output, resources } = await attempt({ secrets: others });
    expect(code).not.toBe(0);
    expect(output).toContain(`sst secret set ${name}`);
    expect(made(resources)).toEqual([]);
  });

  it.each([
    ["SECRET_KEY", { ...secrets, SecretKey: "too-short-7pL5wR8t" }],
    ["MONGODB_URI", { ...secrets, MongodbUri: "https://cluster.example.net/7pL5wR8t" }],
    ["PASSWORD_PEPPER", { ...secrets, PasswordPepper: "too-short-7pL5wR8t" }],
  ])("%s: wrong, and its value is not repeated", async (name, wrong) => {
    const { code, output, resources } = await attempt({ secrets: wrong });
    expect(code).not.toBe(0);
    expect(output).toContain(`${name}: `);
    expect(output).not.toContain("7pL5wR8t");
    expect(made(resources)).toEqual([]);
  });
});
