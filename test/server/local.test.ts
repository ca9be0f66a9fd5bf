import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { runFile, startLocalServer, temporaryDirectory } from "../support/commands.ts";
import { post, startWithToken, tokenFile } from "../support/local-server.ts";
import { password } from "../support/rollcall.ts";

const credentials = { email: "ada@example.com", password };

describe("the local server", () => {
  it("says where it listens, what it has invented, and what to try", async () => {
    const { url, output } = await startLocalServer({ cwd: temporaryDirectory() });
    const port = new URL(url).port;
    expect(output()).toContain(`Rollcall listens on http://127.0.0.1:${port}`);
    for (const invented of [
      "SECRET_KEY, kept in",
      `ISSUER http://127.0.0.1:${port}`,
      "an embedded database in",
      "no limits by address and network",
    ]) {
      expect(output()).toContain(`Not set, so invented: ${invented}`);
    }
    expect(output()).toContain(`curl ${url}/auth/register`);
  });

  it("lets pages of this machine call it, and says so; what it refuses stands in the log with what to set", async () => {
    const { url, output } = await startLocalServer({ cwd: temporaryDirectory() });
    expect(output()).toContain("Pages of http://localhost, 127.0.0.1 and [::1], on any port, may call it");
    const allowed = async (origin: string) => {
      const headers = { origin, "access-control-request-method": "POST" };
      const answer = await fetch(`${url}/auth/login`, { method: "OPTIONS", headers });
      return answer.headers.get("access-control-allow-origin");
    };
    expect(await allowed("http://localhost:5173")).toBe("http://localhost:5173");
    expect(await allowed("http://192.168.1.20:5173")).toBeNull();
    const notice = /"origin":"http:\/\/192\.168\.1\.20:5173","advice":".* add it to CORS_ORIGINS"/;
    await expect.poll(output, { timeout: 10_000 }).toMatch(notice);
  });

  it("leaves the refresh token of such a page to a cookie, when it asks for that", async () => {
    const { url } = await startLocalServer({ cwd: temporaryDirectory() });
    const send = (path: string, body: object, cookie = "") => {
      const fields = { origin: "http://localhost:5173", "x-rollcall-transport": "cookie", cookie };
      const headers = { "content-type": "application/json", ...fields };
      return fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    };
    let [cookie] = (await send("/auth/register", credentials)).headers.getSetCookie();
    const refreshed = await send("/auth/refresh", {}, cookie?.replace(/;.*/, ""));
    [cookie] = refreshed.headers.getSetCookie();
    expect([refreshed.status, cookie]).toEqual([200, expect.stringMatching(/^__Host-rollcall=[\w-]{92}\.[\w-]{22};/)]);
  });

  it.each([
    [{ PORT: "80a" }, "PORT: expected a whole number from 0 to 65535"],
    [{ PORT: "99999" }, "PORT: expected a whole number from 0 to 65535"],
    [{ HOST: "a..b" }, "HOST: expected an address or a name of this machine"],
    [{ HOST: "a b" }, "HOST: expected an address or a name of this machine"],
    [{ HOST: "http://localhost:3000" }, "HOST: expected an address or a name of this machine"],
  ])("complains of what is wrong, and of nothing that would follow from it: %j (Q200)", async (env, problem) => {
    const { code, stderr } = await runFile("node/local.ts", [], {
      cwd: temporaryDirectory(),
      env: env as Record<string, string>,
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`^${problem}.*\n$`))]);
  });

  const zone = Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some(({ address }) => address === "::1"),
  )?.[0];

  it.runIf(zone)("listens at an address of one network interface", async () => {
    const { output } = await startLocalServer({ cwd: temporaryDirectory(), env: { HOST: `::1%${zone}` } });
    expect(output()).toMatch(/listens on http:\/\/\[::1%\w+\]:\d+\n/);
    await expect.poll(output).toContain("Try:");
  });

  it("asks about a variable that looks like a misspelt setting, and starts (Q200)", async () => {
    const { output } = await startLocalServer({
      cwd: temporaryDirectory(),
      env: { CORS_ORIGIN: "https://app.example" },
    });
    expect(output()).toContain("CORS_ORIGIN: is not a setting. Is it meant to be CORS_ORIGINS?\n");
  });

  it("still knows its accounts and their sessions after a restart", async () => {
    const cwd = temporaryDirectory();
    const first = await startLocalServer({ cwd });
    const { body } = await post(first.url, "/auth/register", credentials);
    expect(await first.stop()).toBe(0);
    const second = await startLocalServer({ cwd });
    const { refreshToken } = body.tokens;
    expect((await post(second.url, "/auth/refresh", { refreshToken })).status).toBe(200);
    expect((await post(second.url, "/auth/login", credentials)).status).toBe(200);
  });

  it("refuses to start twice on one folder, in one line", async () => {
    const cwd = temporaryDirectory();
    const first = await startLocalServer({ cwd });
    const pid = first.process.pid;
    await expect(startLocalServer({ cwd })).rejects.toThrow(
      `The server ended with 1: .rollcall/data is in use by process ${pid}. Stop that first\n`,
    );
  });

  it("names the port that another process has, in one line", async () => {
    const first = await startLocalServer({ cwd: temporaryDirectory() });
    const { port } = new URL(first.url);
    await expect(startLocalServer({ cwd: temporaryDirectory(), env: { PORT: port } })).rejects.toThrow(
      `The server ended with 1: PORT: ${port} is taken by another process. Set it to another one\n`,
    );
  });

  it.each([".rollcall", ".rollcall/data"])(
    "names a place where it cannot keep its files, in one line: %s",
    async (path) => {
      const cwd = temporaryDirectory();
      mkdirSync(join(cwd, dirname(path)), { recursive: true });
      writeFileSync(join(cwd, path), "A file where a folder belongs.");
      for (const [file, ...args] of [["node/local.ts"], ["cli/main.ts", "keys", "list"]] as const) {
        const { code, stdout, stderr } = await runFile(file, args, { cwd });
        expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(new RegExp(`^${path}: .*\\n$`))]);
      }
    },
  );

  it("makes administrators: new ones, and of accounts that exist, with a new password and without their sessions", async () => {
    const { url, dev } = await startWithToken();
    const { body: stranger } = await post(url, "/auth/register", credentials);
    const administrator = { ...credentials, password: "seven lighthouses in a row" };
    expect(await dev("/dev/admin", administrator)).toMatchObject({ status: 200, body: { roles: ["admin"] } });
    const { refreshToken } = stranger.tokens;
    expect((await post(url, "/auth/refresh", { refreshToken })).status).toBe(401);
    expect((await post(url, "/auth/login", credentials)).status).toBe(401);
    expect((await post(url, "/auth/login", administrator)).status).toBe(200);
    const eve = { email: "eve@example.com", password };
    expect(await dev("/dev/admin", eve)).toMatchObject({ status: 200, body: { roles: ["admin"] } });
    expect(await dev("/dev/admin", { email: eve.email, password: "short" })).toMatchObject({ status: 422 });
    expect(await dev("/dev/admin", { email: eve.email })).toMatchObject({ status: 422 });
  });

  it("moves its clock forward when it is told to", async () => {
    const { url, dev } = await startWithToken();
    const { body } = await post(url, "/auth/register", credentials);
    const me = () => fetch(`${url}/me`, { headers: { authorization: `Bearer ${body.tokens.accessToken}` } });
    expect((await me()).status).toBe(200);
    await dev("/dev/clock", { advance: 601 });
    expect((await me()).status).toBe(401);
  });
});

describe("the local server's own routes", () => {
  const paths = ["/dev/admin", "/dev/clock", "/dev/database", "/dev/mail", "/dev/else"];
  const forbidden = { status: 403, body: { code: "forbidden" } };

  it("are for those who have the token of a file that only its owner may read (Q199)", async () => {
    const { url, cwd, authorization } = await startWithToken();
    expect(statSync(tokenFile(cwd)).mode & 0o777).toBe(0o600);
    for (const path of paths) {
      expect(await post(url, path, credentials)).toMatchObject(forbidden);
      for (const wrong of ["Bearer ", "Bearer x", `${authorization}x`, authorization.slice(0, -1), "Basic eDp5"]) {
        expect(await post(url, path, credentials, { authorization: wrong })).toMatchObject(forbidden);
      }
    }
    expect((await post(url, "/auth/login", credentials)).status).toBe(401);
  });

  it("keep their token over a restart, unless others may have read it", async () => {
    const { cwd, stop } = await startWithToken();
    const token = readFileSync(tokenFile(cwd), "utf8");
    await stop();
    const second = await startLocalServer({ cwd });
    expect(readFileSync(tokenFile(cwd), "utf8")).toBe(token);
    await second.stop();
    chmodSync(tokenFile(cwd), 0o644);
    await startLocalServer({ cwd });
    expect(readFileSync(tokenFile(cwd), "utf8")).not.toBe(token);
    expect(statSync(tokenFile(cwd)).mode & 0o777).toBe(0o600);
  });

  it("refuse the pages of other origins, also those that CORS_ORIGINS lists or whose name leads here (Q199)", async () => {
    const { url, dev } = await startWithToken({ CORS_ORIGINS: "https://app.example.com" });
    const { port } = new URL(url);
    for (const origin of [
      "https://app.example.com",
      "http://localhost:5173",
      "null",
      `http://evil.example:${port}`,
      url.replace("http", "https"),
    ]) {
      expect(await dev("/dev/clock", { advance: 0 }, { origin })).toMatchObject(forbidden);
    }
    expect(await dev("/dev/clock", { advance: 0 }, { origin: url })).toMatchObject({ status: 200 });
  });

  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal);

  it.runIf(outside)("refuse who does not come from loopback, where HOST lets others in (Q199)", async () => {
    const { url, authorization } = await startWithToken({ HOST: "0.0.0.0" });
    const { port } = new URL(url);
    const at = (address: string | undefined) =>
      post(`http://${address}:${port}`, "/dev/clock", { advance: 0 }, { authorization });
    expect(await at("127.0.0.1")).toMatchObject({ status: 200 });
    expect((await fetch(`http://${outside?.address}:${port}/health`)).status).toBe(200);
    expect(await at(outside?.address)).toMatchObject(forbidden);
  });

  it.runIf(inject("mongodbUri"))("are not served with MONGODB_URI (Q199)", async () => {
    const cwd = temporaryDirectory();
    const uri = new URL(inject("mongodbUri") as string);
    uri.pathname = `/rollcall_${inject("runId")}_dev`;
    // With a token from before.
    const first = await startLocalServer({ cwd });
    await first.stop();
    const { url } = await startLocalServer({ cwd, env: { MONGODB_URI: uri.href } });
    const authorization = `Bearer ${readFileSync(tokenFile(cwd), "utf8")}`;
    for (const path of paths) {
      expect(await post(url, path, credentials, { authorization })).toMatchObject({ status: 404 });
    }
  });
});
