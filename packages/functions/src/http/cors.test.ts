import { describe, expect, it } from "vitest";
import { startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";

const listed = "https://app.example.com";
const preflight = { "access-control-request-method": "POST", "access-control-request-headers": "content-type" };

const ask = (rollcall: TestRollcall, origin: string, method = "OPTIONS", path = "/auth/login") =>
  rollcall.call(method, path, { headers: { origin, ...(method === "OPTIONS" && preflight) } });

const allowedOrigin = async (rollcall: TestRollcall, origin: string, method?: string) =>
  (await ask(rollcall, origin, method)).headers.get("access-control-allow-origin");

/** The notices of every line of the log. */
const noticesOf = ({ logs }: TestRollcall): unknown[] => logs.flatMap((line) => JSON.parse(line).notices ?? []);

describe("the page of an app, on the list", () => {
  it.each(["capacitor://localhost", "tauri://localhost", "chrome-extension://kbfnbcae", "app://-"])(
    "may call, as %s and no other",
    async (origin) => {
      const rollcall = startRollcall({ corsOrigins: [origin] });
      for (const method of ["OPTIONS", "GET"]) expect(await allowedOrigin(rollcall, origin, method)).toBe(origin);
      for (const other of [
        `${origin}/`,
        `${origin}:1`,
        `${origin}.evil.example`,
        origin.toUpperCase(),
        "https://localhost",
      ]) {
        expect(await allowedOrigin(rollcall, other), other).toBeNull();
      }
    },
  );
});

describe("pages of this machine", () => {
  const pages = [
    "http://localhost",
    "http://localhost:5173",
    "https://localhost:3443",
    "http://127.0.0.1:8080",
    "http://[::1]:4200",
  ];

  it("may call on every port where development allows it", async () => {
    const rollcall = startRollcall({ allowsLoopback: true, corsOrigins: [listed] });
    for (const origin of [...pages, listed]) {
      for (const method of ["OPTIONS", "GET"]) expect(await allowedOrigin(rollcall, origin, method)).toBe(origin);
    }
    expect(noticesOf(rollcall)).toEqual([]);
  });

  it("are like all others everywhere else (Q159)", async () => {
    const rollcall = startRollcall();
    for (const origin of pages) expect(await allowedOrigin(rollcall, origin), origin).toBeNull();
  });

  it.each([
    "http://localhost.evil.example",
    "http://localhost:5173.evil.example",
    "http://localhost:5173@evil.example",
    "http://evil.example:localhost",
    "http://evil-localhost:3000",
    "http://app.localhost:3000",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.2:3000",
    "http://127.0.0.10",
    "http://127.0.0.1:80:80",
    "http://[::1].evil.example",
    "http://[::1:80",
    "http://localhost:",
    "http://localhost/",
    "HTTP://LOCALHOST:3000",
    "ftp://localhost",
    "localhost:3000",
    "https://evil.example/http://localhost:3000",
    "http://localhost:3000 https://evil.example",
    "null",
    "file://",
  ])("are not pretended to be by %s (Q159)", async (origin) => {
    const rollcall = startRollcall({ allowsLoopback: true });
    for (const method of ["OPTIONS", "GET"]) expect(await allowedOrigin(rollcall, origin, method)).toBeNull();
  });
});

describe("an origin that is refused", () => {
  const notice = (origin: string) => ({
    type: "origin.refused",
    origin,
    advice: "If its pages may call this service, add it to CORS_ORIGINS",
  });

  it("is in the log once, with what to set, whether it asks before or not", async () => {
    for (const method of ["OPTIONS", "POST", "GET"]) {
      const rollcall = startRollcall();
      for (let time = 0; time < 3; time++) await ask(rollcall, "http://localhost:5173", method);
      expect(noticesOf(rollcall)).toEqual([notice("http://localhost:5173")]);
      expect(rollcall.logs.map((line) => JSON.parse(line).level)).toEqual(["warn", "info", "info"]);
    }
  });

  it("is in the log again ten minutes later", async () => {
    const rollcall = startRollcall();
    for (const pause of [0, 599, 1]) {
      rollcall.clock.advance(pause);
      await ask(rollcall, "https://evil.example");
    }
    expect(noticesOf(rollcall)).toEqual(Array(2).fill(notice("https://evil.example")));
  });

  it.each(["null", "file://"])("is told that %s is nobody's own", async (origin) => {
    const rollcall = startRollcall();
    await ask(rollcall, origin);
    const advice = "The page has no origin of its own, so it cannot be allowed: serve it from one";
    expect(noticesOf(rollcall)).toEqual([{ type: "origin.refused", origin, advice }]);
  });

  it("cannot fill the log, under however many names", async () => {
    const rollcall = startRollcall();
    for (let number = 0; number < 200; number++) await ask(rollcall, `https://app-${number}.example`);
    expect(noticesOf(rollcall)).toHaveLength(20);
  });

  it("brings nothing into the log that is not an origin (Q169)", async () => {
    const rollcall = startRollcall();
    for (const origin of [
      "https://ada:hunter2@app.example.com",
      'https://x"}\u0085{"level":"error"}',
      "https://app.example.com/?token=hunter2",
      "hunter2",
      `https://${"hunter2.".repeat(1_000)}example`,
      "",
    ])
      await ask(rollcall, origin);
    expect(noticesOf(rollcall)).toEqual([]);
    expect(rollcall.logs.join()).not.toContain("hunter2");
  });

  it("is neither a listed one, nor the service's own, nor one that reads what is public", async () => {
    const rollcall = startRollcall({ corsOrigins: [listed] });
    await ask(rollcall, listed);
    await ask(rollcall, rollcall.url, "POST");
    for (const path of ["/.well-known/jwks.json", "/openapi.json"])
      await ask(rollcall, "https://evil.example", "GET", path);
    expect(noticesOf(rollcall)).toEqual([]);
  });
});

describe("what is for everybody", () => {
  it("is for no page that asks with cookies", async () => {
    const rollcall = startRollcall({ corsOrigins: [listed] });
    for (const origin of [listed, "https://elsewhere.example"]) {
      const { headers } = await ask(rollcall, origin, "GET", "/.well-known/jwks.json");
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  });
});
