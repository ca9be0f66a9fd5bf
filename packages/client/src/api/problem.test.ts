import { describe, expect, it } from "vitest";
import { problemOf } from "./problem.ts";

const problem = {
  type: "https://auth.example.test/problems/invalid_token",
  title: "The access token is not valid",
  status: 401,
  code: "invalid_token",
  instance: "urn:uuid:018f2f2e-0000-7000-8000-000000000000",
  requestId: "018f2f2e-0000-7000-8000-000000000000",
};

function answer(body: unknown, mediaType = "application/problem+json", status = 401) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(text, { status, headers: { "content-type": mediaType } });
}

describe("problemOf", () => {
  it("is the problem that Rollcall answered with, and leaves the answer to be read", async () => {
    const response = answer(problem);
    expect(await problemOf(response)).toEqual(problem);
    expect(await response.json()).toEqual(problem);
  });

  it("takes codes and members that a later service has", async () => {
    const later = { ...problem, code: "new_in_2030", hint: "x" };
    expect(await problemOf(answer(later))).toEqual(later);
  });

  it.each(["application/problem+json; charset=utf-8", "Application/Problem+JSON"])("reads %s", async (mediaType) => {
    expect(await problemOf(answer(problem, mediaType))).toEqual(problem);
  });

  it.each([
    ["a portal's page", answer("<!doctype html><title>Sign in</title>", "text/html", 200)],
    ["a gateway's JSON", answer({ message: "Unauthorized" }, "application/json")],
    ["the same text as another media type", answer(problem, "application/json")],
    ["a problem without a code", answer({ ...problem, code: undefined })],
    ["a problem whose code is a number", answer({ ...problem, code: 401 })],
    ["a problem that names no request", answer({ ...problem, requestId: undefined })],
    ["a problem under another status", answer(problem, undefined, 403)],
    ["no object", answer("null")],
    ["a list", answer([problem])],
    ["no JSON", answer("<html>")],
    ["half a problem", answer(JSON.stringify(problem).slice(0, 40))],
    ["nothing", new Response(null, { status: 401, headers: { "content-type": "application/problem+json" } })],
    ["no media type", new Response(null, { status: 502 })],
  ])("is null for %s", async (_, response) => {
    expect(await problemOf(response)).toBeNull();
  });

  it("is null for an answer whose body was read before, or breaks off", async () => {
    const read = answer(problem);
    await read.text();
    expect(await problemOf(read)).toBeNull();
    const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
    const headers = { "content-type": "application/problem+json" };
    expect(await problemOf(new Response(broken, { status: 401, headers }))).toBeNull();
  });
});
