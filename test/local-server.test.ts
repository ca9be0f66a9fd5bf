import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { startLocalServer, temporaryDirectory } from "./support/commands.ts";
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
