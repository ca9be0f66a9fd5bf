import { describe, expect, it } from "vitest";
import { type Answer, type Call, fill, keptOf } from "../../bench/load/call.ts";
import { callOf, kinds, mix, mixed } from "../../bench/subjects/mix.ts";
import { rollcall } from "../../bench/subjects/rollcall.ts";
import { express } from "../../bench/subjects/written.ts";

describe("a call", () => {
  const call: Call = { method: "GET", path: "/me", status: 200, keep: { token: "tokens.access", cookie: "cookies" } };
  const answer: Answer = { status: 200, cookies: ["a=1; Path=/", "b=2"], text: '{"tokens":{"access":"t"}}' };

  it("keeps of an answer what the next one needs", () => {
    const kept = new Map(keptOf(call, answer));
    expect(fill("Bearer {{token}}, {{cookie}}", kept)).toBe("Bearer t, a=1; b=2");
  });

  it("is refused where something is missing", () => {
    expect(() => fill("{{token}}", new Map())).toThrow("Nothing is kept under the name token");
    expect(() => keptOf(call, { ...answer, text: "{}" })).toThrow("The answer has no tokens.access: {}");
  });
});

describe("a mix", () => {
  it("has as many calls of each kind as it says, spread evenly", () => {
    const calls = mixed(rollcall);
    for (const kind of kinds) expect(calls.filter((call) => call === rollcall[kind])).toHaveLength(mix[kind]);
    const half = calls.slice(0, calls.length / 2);
    expect(half.filter((call) => call === rollcall.signIn)).toHaveLength(mix.signIn / 2);
  });

  it("reads the account where sessions are not refreshed", () => {
    expect(callOf(express, "refresh")).toBe(express.me);
  });
});
