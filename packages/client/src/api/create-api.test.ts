import { describe, expect, it } from "vitest";
import { signInAsAdministrator } from "../../../../test/support/accounts.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import { createApi } from "./create-api.ts";
import { unwrap } from "./error.ts";

/** What is asked for, in place of a server. */
function recordedApi() {
  const asked: string[] = [];
  const api = createApi("https://auth.example.test", async (input, init) => {
    asked.push(`${init?.method} ${input}`.replace("https://auth.example.test", ""));
    return new Response(null, { status: 204 });
  });
  return { api, asked };
}

describe("a path parameter", () => {
  it.each([
    ["../me/sessions", "..%2Fme%2Fsessions"],
    ["..\\me", "..%5Cme"],
    ["a?b#c", "a%3Fb%23c"],
    ["%2e%2e", "%252e%252e"],
    [":sid", "%3Asid"],
    ["é ", "%C3%A9%20"],
    ["user_01kjpx722ffrqtvgf0hszzax5h", "user_01kjpx722ffrqtvgf0hszzax5h"],
    ["...", "..."],
  ])("is one segment: %s", async (id, segment) => {
    const { api, asked } = recordedApi();
    await api.users[":id"].$delete({ param: { id } });
    await api.users[":id"].sessions[":sid"].$delete({ param: { id, sid: "s" } });
    expect(asked).toEqual([`DELETE /users/${segment}`, `DELETE /users/${segment}/sessions/s`]);
    expect(api.users[":id"].$url({ param: { id } }).href).toBe(`https://auth.example.test/users/${segment}`);
    expect(api.users[":id"].$path({ param: { id } })).toBe(`/users/${segment}`);
  });

  it.each(["", ".", ".."])('is refused before anything is sent: "%s"', async (id) => {
    const { api, asked } = recordedApi();
    await expect(api.users[":id"].$delete({ param: { id } })).rejects.toThrow(TypeError);
    await expect(api.users[":id"].sessions[":sid"].$delete({ param: { id: "u", sid: id } })).rejects.toThrow('"sid"');
    expect(() => api.users[":id"].$url({ param: { id } })).toThrow(TypeError);
    expect(() => api.users[":id"].$path({ param: { id } })).toThrow(TypeError);
    expect(asked).toEqual([]);
  });

  it.each([undefined, {}, { param: {} }, { param: { id: undefined } }, { param: { id: 7 } }])(
    "is refused where it is missing or no text, for those without types: %j",
    async (args) => {
      const { api, asked } = recordedApi();
      await expect(api.users[":id"].$get(args as never)).rejects.toThrow(TypeError);
      expect(asked).toEqual([]);
    },
  );
});

describe("a path parameter that tries to be a path", () => {
  it("names nothing at the service", async () => {
    const rollcall = startRollcall();
    await signInAsAdministrator(rollcall);
    const { api } = rollcall.client();
    await api.auth.login.$post({ json: { email: "admin@example.com", password } });
    const response = await api.users[":id"].$delete({ param: { id: "../me/sessions" } });
    expect(response.status).toBe(404);
    expect((await unwrap(api.me.sessions.$get())).items).toHaveLength(2);
  });
});

describe("an address", () => {
  it("is the route's own where no parameter is given", () => {
    const { api } = recordedApi();
    expect(api.users[":id"].$path()).toBe("/users/:id");
    expect(api.users.$path({ query: { q: "a&b" } })).toBe("/users?q=a%26b");
    expect(api.auth.login.$url().href).toBe("https://auth.example.test/auth/login");
  });

  it("can be printed, and is no promise", async () => {
    const { api } = recordedApi();
    expect(typeof String(api.users)).toBe("string");
    expect(typeof (await api.users).$get).toBe("function");
  });
});

describe("a query", () => {
  it("leaves out what is undefined", async () => {
    const { api, asked } = recordedApi();
    await api.users.$get({ query: { q: undefined, limit: "2", status: undefined } });
    await api.users.$get({ query: { cursor: undefined } });
    expect(asked).toEqual(["GET /users?limit=2", "GET /users"]);
  });
});

describe("the options of a call", () => {
  it("reach fetch", async () => {
    const { signal } = new AbortController();
    const api = createApi("https://auth.example.test", async (_, init) => {
      expect(init?.signal).toBe(signal);
      expect(new Headers(init?.headers).get("x-page")).toBe("users");
      return Response.json({ status: "ok" });
    });
    const response = await api.health.$get(undefined, { headers: { "x-page": "users" }, init: { signal } });
    expect(await response.json()).toEqual({ status: "ok" });
  });
});
