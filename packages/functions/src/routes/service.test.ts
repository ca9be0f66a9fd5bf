import { type Database, errorCodes, RollcallError } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import { bodyOf, refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { createTestApp } from "../../../../test/support/openapi-document.ts";
import { startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import type { Problem } from "../http/problem.ts";

/** A service whose database does not answer, on a database that can come back. */
function startWithoutDatabase(): { rollcall: TestRollcall; recover: () => void } {
  const { storage } = startRollcall();
  let isAway = true;
  const ping = async () => {
    if (isAway) throw new RollcallError("unavailable", { retryAfter: 2 });
    await storage.database.ping();
  };
  const database: Database = { ...storage.database, ping };
  const recover = () => {
    isAway = false;
  };
  return { rollcall: startRollcall({ shares: { ...storage, database } }), recover };
}

interface KeySet {
  keys: Record<string, string>[];
}

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  parameters: object[];
  requestBody?: { content: Record<string, { schema: { required?: string[] } }> };
  responses: Record<string, unknown>;
}

interface ApiDocument {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { headers: object };
}

describeOnEachDatabase("a monitor", (form) => {
  it("hears that the process and the database answer", async () => {
    const rollcall = startRollcall({ form });
    for (const path of ["/health", "/ready"]) {
      const response = await rollcall.call("GET", path);
      expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
    }
  });
});

describe("a monitor", () => {
  it("hears that the database is away, when to ask again, and that it is back", async () => {
    const { rollcall, recover } = startWithoutDatabase();
    const response = await rollcall.call("GET", "/ready");
    expect(response.headers.get("retry-after")).toBe("2");
    expect(await refusalOf(response)).toBe("503 unavailable");
    expect((await rollcall.call("GET", "/health")).status).toBe(200);
    recover();
    expect((await rollcall.call("GET", "/ready")).status).toBe(200);
  });
});

describeOnEachDatabase("the key set", (form) => {
  it("holds the key of the tokens in use, for anybody, also before the first sign-in (Q89)", async () => {
    const rollcall = startRollcall({ form });
    const response = await rollcall.call("GET", "/.well-known/jwks.json", {
      headers: { origin: "https://any.example" },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("public, max-age=290");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const { keys } = await bodyOf<KeySet>(response);
    const { tokens } = await signUp(rollcall);
    const header = JSON.parse(Buffer.from(tokens.accessToken.split(".")[0] ?? "", "base64url").toString());
    expect(keys.map(({ kid }) => kid)).toEqual([header.kid]);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
  });
});

describeOnEachDatabase("a key that is revoked", (form) => {
  it("has left the key set ten seconds later, wherever that is served: with what others may keep, five minutes (Q93)", async () => {
    const { storage, dependencies, clock, ...one } = startRollcall({ form });
    const keysOf = async () => bodyOf<KeySet>(await one.call("GET", "/.well-known/jwks.json"));
    const [revoked] = (await keysOf()).keys;
    // By another process, such as a command.
    const other = startRollcall({ form, shares: storage });
    await other.dependencies.keyRing.revoke(String(revoked?.kid));
    clock.advance(10);
    const { keys } = await keysOf();
    expect(keys).toHaveLength(1);
    expect(keys).not.toContainEqual(revoked);
  });
});

describe("the provider's metadata", () => {
  it("leads from the issuer to its keys, for anybody, without asking the database", async () => {
    const rollcall = startRollcall();
    const before = rollcall.storage.roundTrips();
    const response = await rollcall.call("GET", "/.well-known/openid-configuration");
    expect(response.headers.get("cache-control")).toBe("public, max-age=300");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await bodyOf(response)).toEqual({
      issuer: "https://auth.example.test",
      jwks_uri: "https://auth.example.test/.well-known/jwks.json",
    });
    expect(rollcall.storage.roundTrips()).toBe(before);
  });
});

describe("the OpenAPI document", () => {
  const read = async () => {
    const response = await startRollcall().call("GET", "/openapi.json");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    return bodyOf<ApiDocument>(response);
  };

  it("describes every route of the API, under its issuer", async () => {
    const { openapi, servers, paths } = await read();
    expect([openapi, servers]).toMatchObject(["3.1.0", [{ url: "https://auth.example.test" }]]);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = createTestApp()
      .routes.filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect(described).toContain("PATCH /users/{id}");
    expect(described.sort()).toEqual([...new Set(served)].sort());
  });

  it("names each operation once and says what it needs and how it fails", async () => {
    const { paths } = await read();
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { security, responses } of operations) {
      const isPublic = security.every((schemes) => !("accessToken" in schemes));
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["500", "503", ...(isPublic ? [] : ["401"])]));
    }
  });

  it("says where a cookie may stand for the refresh token in the body, and where one comes back (Q72)", async () => {
    const { paths, components } = await read();
    const postTo = (path: string) => paths[path]?.post as Operation;
    expect(Object.keys(components.headers)).toContain("RefreshCookie");
    for (const path of ["/auth/register", "/auth/login", "/auth/refresh", "/auth/logout"]) {
      const { parameters, responses } = postTo(path);
      expect(parameters).toContainEqual(
        expect.objectContaining({ name: "X-Rollcall-Transport", in: "header", schema: { enum: ["cookie"] } }),
      );
      const [[, success] = []] = Object.entries(responses);
      expect(success).toMatchObject({ headers: { "Set-Cookie": { $ref: "#/components/headers/RefreshCookie" } } });
    }
    for (const path of ["/auth/refresh", "/auth/logout"]) {
      const { security, requestBody } = postTo(path);
      expect(security).toEqual([{}, { refreshCookie: [] }]);
      expect(requestBody?.content["application/json"]?.schema.required ?? []).not.toContain("refreshToken");
    }
  });

  it("may be read by any page", async () => {
    const response = await startRollcall().call("GET", "/openapi.json");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cache-control")).toContain("public");
  });
});

describe("the page of a problem", () => {
  it("is where its type points to, for every code", async () => {
    const rollcall = startRollcall();
    for (const code of errorCodes) {
      const response = await rollcall.call("GET", `/problems/${code}`);
      const page = { code, status: expect.any(Number), title: expect.any(String), advice: expect.any(String) };
      expect([response.status, await response.json()]).toEqual([200, page]);
    }
  });

  it("agrees with the problem that points to it", async () => {
    const rollcall = startRollcall();
    const { type, status, title } = await bodyOf<Problem>(await rollcall.call("GET", "/me"));
    expect(type).toBe("https://auth.example.test/problems/missing_token");
    expect(await (await rollcall.fetch(type)).json()).toMatchObject({ code: "missing_token", status, title });
  });

  it("is not found for what is no code", async () => {
    const rollcall = startRollcall();
    for (const code of ["unknown", "__proto__", "constructor", "toString", "hasOwnProperty", "%20"]) {
      expect(await refusalOf(await rollcall.call("GET", `/problems/${code}`))).toBe("404 not_found");
    }
  });
});
