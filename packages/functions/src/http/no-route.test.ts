import { describe, expect, it } from "vitest";
import { bodyOf, logIn, refusalOf, signInAsAdministrator, signUp } from "../../../../test/support/accounts.ts";
import { startLoopback } from "../../../../test/support/loopback.ts";
import { startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

/** What the OpenAPI document lists, with ids in place of the parameters. */
async function documentedPaths(rollcall: TestRollcall): Promise<{ path: string; methods: string[] }[]> {
  const { paths } = await bodyOf<{ paths: Record<string, object> }>(await rollcall.call("GET", "/openapi.json"));
  return Object.entries(paths).map(([template, operations]) => ({
    path: template
      .replace("{id}", template.startsWith("/me") ? sessionId : userId)
      .replace("{sid}", sessionId)
      .replace("{code}", "not_found"),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
}

/** Whether the last segment of a path could be another one's parameter, such as a factor's id. */
function isOfAnother(method: string, path: string, all: Awaited<ReturnType<typeof documentedPaths>>): boolean {
  const parent = path.slice(0, path.lastIndexOf("/"));
  return all.some((other) => other.methods.includes(method) && other.path === `${parent}/${sessionId}`);
}

const userId = `user_${"0".repeat(26)}`;
const sessionId = `sess_${"0".repeat(26)}`;

describe("a method that a path does not have", () => {
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "QUERY", "PROPFIND", "COPY", "LINK", "BREW"];

  it("is refused with a list of those that it has, on every path (Q157)", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    const paths = await documentedPaths(rollcall);
    expect(paths.length).toBeGreaterThan(10);
    for (const { path, methods: own } of paths) {
      const allowed = [...own, "OPTIONS", ...(own.includes("GET") ? ["HEAD"] : [])].sort();
      for (const method of methods.filter((name) => !allowed.includes(name) && !isOfAnother(name, path, paths))) {
        const answer = await rollcall.call(method, path, { token });
        expect(answer.status, `${method} ${path}`).toBe(405);
        expect(answer.headers.get("allow"), path).toBe(allowed.join(", "));
        if (method !== "HEAD") expect(await refusalOf(answer)).toBe("405 method_not_allowed");
      }
    }
  });

  it("is refused before anybody is asked who they are", async () => {
    const answer = await startRollcall().call("PUT", `/users/${userId}`);
    expect(await refusalOf(answer)).toBe("405 method_not_allowed");
  });

  it("such as TRACE is refused, and shows nothing of the request (Q157)", async () => {
    const loopback = await startLoopback(startRollcall());
    for (const path of ["/me", "/auth/login", "/health"]) {
      const secret = "Authorization: Bearer x.y.z";
      const answer = await loopback.exchange(
        `TRACE ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${secret}\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 405 /);
      expect(answer).toMatch(/^allow: .*OPTIONS/im);
      expect(answer).not.toContain("x.y.z");
      expect(answer).not.toMatch(/^allow:.*TRACE/im);
    }
  });

  it("such as CONNECT gets no connection", async () => {
    const loopback = await startLoopback(startRollcall());
    expect(await loopback.exchange("CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n")).not.toMatch(/ 200 /);
  });

  it("is not smuggled in by a header, a parameter or a field (Q157)", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    const token = tokens.accessToken;
    for (const name of ["x-http-method-override", "x-http-method", "x-method-override", "_method"]) {
      for (const method of ["DELETE", "PATCH", "PUT"]) {
        const path = `/me?_method=${method}`;
        expect(await (await rollcall.call("GET", path, { token, headers: { [name]: method } })).json()).toEqual(user);
        const posted = await rollcall.call("POST", path, { token, headers: { [name]: method }, body: { name: "Eve" } });
        expect(await refusalOf(posted)).toBe("405 method_not_allowed");
      }
    }
    expect((await logIn(rollcall, user.email)).status).toBe(200);
  });

  it("carries no credentials in: signing in by GET is refused (Q37)", async () => {
    const rollcall = startRollcall();
    const { user } = await signUp(rollcall);
    const query = `?email=${user.email}&password=correct%20horse%20battery%20staple`;
    expect(await refusalOf(await rollcall.call("GET", `/auth/login${query}`))).toBe("405 method_not_allowed");
    expect(await refusalOf(await rollcall.call("POST", `/auth/login${query}`))).toBe("415 unsupported_media_type");
    const empty = await rollcall.call("POST", `/auth/login${query}`, { body: {} });
    expect(await refusalOf(empty)).toBe("422 validation_failed");
    expect(rollcall.logs.join("\n")).not.toMatch(/battery|ada@/);
  });
});

describe("HEAD", () => {
  it("answers as GET does, without the body (Q157)", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    for (const { path, methods } of await documentedPaths(rollcall)) {
      if (!methods.includes("GET")) continue;
      const [get, head] = [await rollcall.call("GET", path, { token }), await rollcall.call("HEAD", path, { token })];
      expect(await head.text(), path).toBe("");
      expect(head.status, path).toBe(get.status);
      for (const name of ["content-type", "cache-control", "access-control-allow-origin"]) {
        expect(head.headers.get(name), `${name} of ${path}`).toBe(get.headers.get(name));
      }
    }
  });

  it("needs the token that GET needs", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    expect((await rollcall.call("HEAD", "/me")).status).toBe(401);
    expect((await rollcall.call("HEAD", "/users", { token: tokens.accessToken })).status).toBe(403);
  });
});

describe("OPTIONS", () => {
  it("is answered on every path, and does nothing (Q157)", async () => {
    const rollcall = startRollcall();
    const { user, tokens } = await signUp(rollcall);
    for (const { path } of await documentedPaths(rollcall)) {
      const body = { password: "correct horse battery staple" };
      const answer = await rollcall.call("OPTIONS", path, { token: tokens.accessToken, body });
      expect(answer.status, path).toBe(204);
      expect(await answer.text()).toBe("");
    }
    expect((await logIn(rollcall, user.email)).status).toBe(200);
  });
});

/** Near to the API's paths, and none of them. */
const misspelled = [
  ["/me/", "/ME", "/me;x=1", "/me.json", "/me%20", "/me%2Fsessions"],
  ["/auth/login/", "/users/", "/users%2F"],
  ["/%", "/%zz", "/%E0%A4%A", "/%ff", "/*", "/:id", "/", "/nowhere", `/${"a/".repeat(2_000)}`],
].flat();

/** Files of the project, tools of its makers, and what other software would have there. */
const stray = [
  ["/.git/config", "/.git/HEAD", "/.env", "/.env.local", "/.rollcall/secret-key", "/.DS_Store", "/backup.zip"],
  ["/package.json", "/package-lock.json", "/tsconfig.json", "/node_modules/hono/package.json", "/src/app.ts"],
  ["/dist/app.js.map", "/index.html", "/favicon.ico", "/robots.txt", "/.well-known/", "/problems/"],
  ["/debug", "/metrics", "/status", "/server-status", "/actuator/env", "/swagger", "/docs", "/graphql"],
  ["/admin", "/console", "/dev", "/dev/clock", "/dev/mail", "/dev/admin"],
].flat();

describe("a path", () => {
  it.each([
    ["that is spelled otherwise", misspelled],
    ["that is a file of the project or a tool of its makers (Q162)", stray],
  ])("%s is not found", async (_, paths) => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    for (const path of paths) {
      for (const method of ["GET", "POST", "DELETE"]) {
        const answer = await rollcall.call(method, path, { token, ...(method === "POST" && { body: {} }) });
        expect(await refusalOf(answer), `${method} ${path}`).toBe("404 not_found");
      }
    }
  });

  it("that is spelled with escapes is no way around a role or a token", async () => {
    const rollcall = startRollcall();
    const { tokens } = await signUp(rollcall);
    for (const path of [
      "/%75sers",
      "/users?",
      "/users%3F",
      "/me/../users",
      "/me/%2e%2e/users",
      "/./users",
      "/users/%2e",
    ]) {
      const { accessToken: token } = tokens;
      expect((await rollcall.call("GET", path, { token })).status, path).toBeOneOf([400, 403, 404]);
      expect((await rollcall.call("GET", path)).status, path).toBeOneOf([400, 401, 404]);
    }
  });

  it("with an id of no account leads to nobody, however the id is written", async () => {
    const rollcall = startRollcall();
    const { token } = await signInAsAdministrator(rollcall);
    const written = ["x", "%20", "%E0%A4%A", "%zz", "..%2fme", "$ne", "__proto__", "user_", "a".repeat(5_000)];
    for (const id of [...written, userId, `user_${"z".repeat(26)}`]) {
      for (const path of [
        `/users/${id}`,
        `/users/${id}/sessions`,
        `/users/${id}/sessions/${id}`,
        `/me/sessions/${id}`,
      ]) {
        expect(await refusalOf(await rollcall.call("DELETE", path, { token })), path).toBe("404 not_found");
      }
    }
  });
});
