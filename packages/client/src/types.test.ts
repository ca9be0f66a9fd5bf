import { describe, expectTypeOf, it } from "vitest";
import { createClient } from "./index.ts";

const { api } = createClient("https://auth.example.test", {
  fetch: async () => Response.json({ code: "internal" }, { status: 500 }),
});

describe("the types of an answer", () => {
  it("are the route's own success where ok is true", async () => {
    const response = await api.me.$get();
    if (response.ok) expectTypeOf((await response.json()).email).toEqualTypeOf<string>();
  });

  it("are the route's own problems otherwise, told apart by their code (Q166)", async () => {
    const response = await api.auth.register.$post({ json: { email: "a@example.com", password: "p" } });
    if (response.ok) return;
    const problem = await response.json();
    expectTypeOf(problem.code).toEqualTypeOf<
      | "email_taken"
      | "weak_password"
      | "registration_closed"
      | "forbidden"
      | "malformed_json"
      | "payload_too_large"
      | "unsupported_media_type"
      | "validation_failed"
      | "internal"
      | "unavailable"
    >();
    expectTypeOf(problem.issues).toEqualTypeOf<
      { path: (string | number)[]; code: string; message: string }[] | undefined
    >();
  });

  it("follow from the status, too", async () => {
    const response = await api.users[":id"].$get({ param: { id: "user_1" } });
    if (response.status === 200) expectTypeOf((await response.json()).roles).toEqualTypeOf<"admin"[]>();
    if (response.status === 403) expectTypeOf((await response.json()).code).toExtend<string>();
  });
});

describe("the types of a request", () => {
  it("refuse what the route would refuse", () => {
    // @ts-expect-error: the password is missing
    const incomplete = () => api.auth.login.$post({ json: { email: "a@example.com" } });
    // @ts-expect-error: there is no such status
    const unknown = () => api.users[":id"].$patch({ param: { id: "user_1" }, json: { status: "asleep" } });
    expectTypeOf(incomplete).toBeFunction();
    expectTypeOf(unknown).toBeFunction();
  });
});
