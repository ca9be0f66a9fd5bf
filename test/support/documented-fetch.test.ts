import { describe, expect, it } from "vitest";
import { documentedFetch } from "./documented-fetch.ts";
import { createTestApp, examplesOf, type OpenApiDocument, operationsOf, readDocument } from "./openapi-document.ts";
import { testSettings } from "./rollcall.ts";

type Answer = [status: number, body?: unknown, type?: string];

function toResponse([status, body, type]: Answer): Response {
  const text = typeof body === "string" ? body : body === undefined ? null : JSON.stringify(body);
  const mediaType = type ?? (status < 400 ? "application/json" : "application/problem+json");
  return new Response(text, { status, headers: text === null ? {} : { "content-type": mediaType } });
}

/** Calls an impostor through the fetch of the tests: it has the service's routes and answers as it is told. */
function startImpostor() {
  const app = createTestApp();
  let answer: Answer = [200];
  const respond = async () => toResponse(answer);
  const impostor = Object.create(app, { fetch: { value: respond }, routes: { value: app.routes } });
  const send = documentedFetch(impostor, testSettings);
  return (call: string, ...told: Answer) => {
    answer = told;
    const [method = "", path = ""] = call.split(" ");
    return send(testSettings.issuer + path, { method });
  };
}

/** What a documented answer may not become: a member more, one less, one of another type, another body. */
function distort(sample: object, mayBeEmpty: boolean): unknown[] {
  const [first] = Object.keys(sample);
  if (first === undefined) return [{ surplus: 1 }, [sample], null];
  const without = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== first));
  const others = [{ ...sample, surplus: 1 }, { ...sample, [first]: { a: 1 } }, [sample], null];
  return mayBeEmpty ? others : [without, ...others];
}

/** Every answer that the document has an example of, with what may not stand for it. */
function answersIn(document: OpenApiDocument) {
  return operationsOf(document).flatMap(({ template, method, operation: { operationId, responses } }) =>
    Object.entries(responses).flatMap(([status, { content }]) => {
      const samples = content ? Object.values(content).flatMap((part) => examplesOf(part, document)) : [undefined];
      return samples.map((sample) => ({
        route: `${method} ${template.replaceAll(/[{}]/g, "")}`,
        status: Number(status),
        sample,
        // The document itself is described as an object of any members.
        wrong:
          sample && operationId !== "getOpenApi"
            ? distort(sample, operationId === "confirmAuthenticatorApp" && status === "200")
            : [],
      }));
    }),
  );
}

async function sampleOf(call: string, answered: number): Promise<object> {
  const found = answersIn(await readDocument()).find(({ route, status }) => route === call && status === answered);
  return found?.sample as object;
}

describe("the fetch that every test uses", () => {
  it("accepts what is documented and nothing beside it, on every route (Q163)", async () => {
    const call = startImpostor();
    const answers = answersIn(await readDocument());
    expect(answers.length).toBeGreaterThan(100);
    for (const { route, status, sample, wrong } of answers) {
      await expect(call(route, status, sample), `${route} ${status}`).resolves.toBeDefined();
      for (const body of wrong) await expect(call(route, status, body), route).rejects.toThrow(/undocumented body/);
    }
  });

  it.each([204, 206, 302, 404, 418, 422, 502])("rejects the status %i where it is not documented (Q163)", (status) =>
    expect(startImpostor()("GET /health", status)).rejects.toThrow(/not documented/),
  );

  it.each(["text/plain", "text/html", "application/problem+json", "application/hal+json"])(
    "rejects %s where JSON is documented (Q163)",
    (type) => expect(startImpostor()("GET /health", 200, { status: "ok" }, type)).rejects.toThrow(/not documented/),
  );

  it("rejects a problem that is another route's (Q163)", async () => {
    const call = startImpostor();
    const problem = await sampleOf("GET /me", 401);
    await expect(call("GET /me", 401, { ...problem, code: "invalid_token" })).resolves.toBeDefined();
    const foreign = call("GET /me", 401, { ...problem, code: "invalid_credentials" });
    await expect(foreign).rejects.toThrow(/undocumented body/);
  });

  it("rejects a member that is kept secret, however deep (Q163)", async () => {
    const call = startImpostor();
    const page = (await sampleOf("GET /users", 200)) as { items: object[] };
    const leaky = { ...page, items: page.items.map((user) => ({ ...user, passwordHash: "x" })) };
    await expect(call("GET /users", 200, page)).resolves.toBeDefined();
    await expect(call("GET /users", 200, leaky)).rejects.toThrow(/undocumented body/);
  });

  it("rejects what is not JSON at all (Q163)", () =>
    expect(startImpostor()("GET /health", 200, "<html>")).rejects.toThrow(SyntaxError));
});
