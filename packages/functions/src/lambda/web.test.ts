import { describe, expect, it } from "vitest";
import * as web from "./web.ts";

/** What a test does with one of the two: ours, and Node's own. */
const kinds = [web, globalThis] as unknown as Pick<typeof globalThis, "Headers" | "Response" | "Request">[];
const both = <R>(use: (kind: (typeof kinds)[number]) => R) => kinds.map(use);
const failureOf = (run: () => unknown) => {
  try {
    run();
    return "none";
  } catch (error) {
    return (error as Error).name;
  }
};

describe("header fields", () => {
  it.each<[string, ConstructorParameters<typeof Headers>[0]]>([
    ["nothing", undefined],
    ["an object", { "Content-Type": "text/plain", "X-A": " b " }],
    [
      "pairs, some of them twice",
      [
        ["x-a", "1"],
        ["X-A", "2"],
        ["set-cookie", "a=1"],
        ["Set-Cookie", "b=2"],
        ["accept", "*/*"],
      ],
    ],
    ["bytes beyond ASCII", { "user-agent": "\u00c3\u00ab" }],
  ])("are the same as Node's, from %s", (_, init) => {
    const [ours, theirs] = both(({ Headers }) => {
      const headers = new Headers(init);
      return [
        [...headers],
        [...new Headers(headers).entries()],
        headers.getSetCookie(),
        headers.get("X-a"),
        headers.has("none"),
      ];
    });
    expect(ours).toEqual(theirs);
  });

  it("change like Node's", () => {
    const [ours, theirs] = both(({ Headers }) => {
      const headers = new Headers({ vary: "Origin", "x-a": "1", "set-cookie": "a=1" });
      headers.append("Vary", "Accept");
      headers.set("X-A", "2");
      headers.append("set-cookie", "b=2");
      const before = [...headers];
      headers.set("Set-Cookie", "c=3");
      headers.delete("VARY");
      const seen: string[] = [];
      headers.forEach((value, name) => void seen.push(`${name}: ${value}`));
      headers.delete("set-cookie");
      return [before, [...headers], seen, headers.get("set-cookie")];
    });
    expect(ours).toEqual(theirs);
  });

  it.each<[string, string]>([
    ["x-a", "b\r\nx-c: d"],
    ["x-a", "b\nc"],
    ["x-a", "b\0"],
    ["x a", "b"],
    ["", "b"],
    ["x:a", "b"],
    ["x-ä", "b"],
  ])("cannot be broken out of: %j %j", (name, value) => {
    const [ours, theirs] = both(({ Headers }) => [
      failureOf(() => new Headers([[name, value]])),
      failureOf(() => new Headers().set(name, value)),
    ]);
    expect(ours).toEqual(["TypeError", "TypeError"]);
    expect(ours).toEqual(theirs);
  });
});

describe("a response", () => {
  it.each<[string, string | null, ResponseInit | undefined]>([
    ["a text", "ä", undefined],
    ["an empty text", "", { status: 201 }],
    ["nothing", null, { status: 204, statusText: "No Content" }],
    ["a text of a type", "{}", { headers: { "content-type": "application/json", "x-a": "b" } }],
  ])("is the same as Node's, of %s", async (_, body, init) => {
    const [ours, theirs] = await Promise.all(
      both(async ({ Response }) => {
        const response = new Response(body, init);
        const { status, statusText, headers } = response;
        const again = new Response(response.body, response);
        return [status, statusText, [...headers], await response.text(), again.status, [...again.headers]];
      }),
    );
    expect(ours).toEqual(theirs);
  });

  it("is of a text or of nothing", () => {
    for (const body of [new Uint8Array(1), new ReadableStream(), {}])
      expect(() => new web.Response(body as never)).toThrow("Only texts are answered");
  });
});

describe("a request", () => {
  it.each<[string, string, { method?: string; body?: Uint8Array<ArrayBuffer> }]>([
    ["without a body", "https://example.com", {}],
    ["with one", "https://example.com/a%20b/../c?d=ä", { method: "POST", body: new TextEncoder().encode("ä") }],
  ])("is the same as Node's, %s", async (_, url, init) => {
    const [ours, theirs] = await Promise.all(
      both(async ({ Request }) => {
        const request = new Request(url, { ...init, headers: { accept: "*/*" } });
        const { method, headers, body } = request;
        return [request.url, method, [...headers], body === null, Buffer.from(await request.arrayBuffer()).toString()];
      }),
    );
    expect(ours).toEqual(theirs);
  });

  it("gives its body in pieces, too", async () => {
    const { body } = new web.Request("https://example.com", { method: "POST", body: Buffer.from("ab") });
    expect(Buffer.concat([...(body ?? [])]).toString()).toBe("ab");
  });
});
