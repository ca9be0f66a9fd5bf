import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { runFile, startLocalServer, temporaryDirectory } from "./support/commands.ts";
import { password } from "./support/rollcall.ts";

const credentials = { email: "ada@example.com", password };

async function post(url: string, path: string, body: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

/** The status of a POST that names another host than the one it is sent to. */
function statusWithHost(url: string, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(
      url + path,
      { method: "POST", headers: { host, "content-type": "application/json" } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    call.once("error", reject).end(JSON.stringify(credentials));
  });
}

describe("the local server", () => {
  it("says where it listens, what it has invented, and what to try", async () => {
    const { url, output } = await startLocalServer({ cwd: temporaryDirectory() });
    const port = new URL(url).port;
    expect(output()).toContain(`Rollcall listens on http://127.0.0.1:${port}`);
    for (const invented of ["SECRET_KEY, kept in", `ISSUER http://127.0.0.1:${port}`, "an embedded database in"]) {
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

  it.each([
    [{ PORT: "80a" }, "PORT: expected a whole number from 0 to 65535"],
    [{ PORT: "99999" }, "PORT: expected a whole number from 0 to 65535"],
    [{ HOST: "a b" }, "HOST: expected an address or a name of this machine"],
    [{ HOST: "http://localhost:3000" }, "HOST: expected an address or a name of this machine"],
  ])("complains of what is wrong, and of nothing that would follow from it: %j (Q200)", async (env, problem) => {
    const { code, stderr } = await runFile("local.ts", [], {
      cwd: temporaryDirectory(),
      env: env as Record<string, string>,
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`^${problem}.*\n$`))]);
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
      `The server ended with 1: .rollcall/data is in use by process ${pid} (stop that first, or, if it is something else, delete .rollcall/data/lock-1)`,
    );
  });

  it("makes administrators: new ones, and of accounts that exist", async () => {
    const { url } = await startLocalServer({ cwd: temporaryDirectory() });
    await post(url, "/auth/register", credentials);
    expect(await post(url, "/dev/admin", { email: credentials.email })).toMatchObject({
      status: 200,
      body: { roles: ["admin"] },
    });
    const eve = { email: "eve@example.com", password };
    expect(await post(url, "/dev/admin", eve)).toMatchObject({ status: 200, body: { roles: ["admin"] } });
    expect(await post(url, "/dev/admin", { email: "nobody@example.com" })).toMatchObject({ status: 404 });
  });

  it("moves its clock forward when it is told to", async () => {
    const { url } = await startLocalServer({ cwd: temporaryDirectory() });
    const { body } = await post(url, "/auth/register", credentials);
    const me = () => fetch(`${url}/me`, { headers: { authorization: `Bearer ${body.tokens.accessToken}` } });
    expect((await me()).status).toBe(200);
    await post(url, "/dev/clock", { advance: 601 });
    expect((await me()).status).toBe(401);
  });

  it("keeps its own routes from pages whose name was made to lead here", async () => {
    const { url } = await startLocalServer({ cwd: temporaryDirectory() });
    const { port } = new URL(url);
    expect(await statusWithHost(url, "/dev/admin", `evil.example:${port}`)).toBe(404);
    expect(await statusWithHost(url, "/dev/admin", `localhost:${port}`)).toBe(200);
  });
});
