import { Socket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { password, startRollcall } from "../support/rollcall.ts";

const elsewhere = "http://192.0.2.1/latest/meta-data";

describe("the service", () => {
  it("makes no connection to anywhere, whatever addresses a client sends (Q153)", async () => {
    const connect = vi.spyOn(Socket.prototype, "connect");
    const rollcall = startRollcall();
    const headers = {
      host: "192.0.2.1",
      "x-forwarded-host": "192.0.2.1",
      forwarded: "host=192.0.2.1",
      origin: "http://192.0.2.1",
      referer: elsewhere,
      "user-agent": elsewhere,
    };
    const body = { email: "ada@192-0-2-1.example.com", password, name: elsewhere };
    const registered = await rollcall.call("POST", "/auth/register", { body, headers });
    expect(registered.status).toBe(201);
    const header = Buffer.from(
      JSON.stringify({ alg: "ES256", typ: "at+jwt", kid: elsewhere, jku: elsewhere, x5u: elsewhere }),
    );
    const token = `${header.toString("base64url")}.${Buffer.from("{}").toString("base64url")}.${"A".repeat(86)}`;
    expect((await rollcall.call("GET", "/me", { token, headers })).status).toBe(401);
    expect(connect).not.toHaveBeenCalled();
  });
});
