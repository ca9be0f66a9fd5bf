import { describe, expect, it } from "vitest";
import { hasMongodb } from "../support/mongodb.ts";
import { password } from "../support/rollcall.ts";
import { startBehindProxy } from "./support/outage.ts";
import { newEmail } from "./support/service.ts";
import { refresh, refreshTokenOf } from "./support/traffic.ts";

describe.runIf(hasMongodb)("an answer of the database that is lost after it has written", () => {
  it("leaves a registration that can be signed in to, or made again (Q174)", async () => {
    const { service, proxy } = await startBehindProxy();
    const email = newEmail();
    proxy.breakAnswers(0);
    expect((await service.call("POST", "/auth/register", { email, password })).status).toBe(503);
    await proxy.open();
    const again = await service.call("POST", "/auth/register", { email, password });
    expect([201, 409]).toContain(again.status);
    expect((await service.call("POST", "/auth/login", { email, password })).status).toBe(200);
  });

  it("leaves a refresh that is answered when it is repeated, also later than anybody waits for an answer (Q173)", async () => {
    const { service, proxy } = await startBehindProxy();
    const email = newEmail();
    const registered = await service.call("POST", "/auth/register", { email, password });
    const session = { email, tokens: [refreshTokenOf(registered)], attempt: null };
    proxy.breakAnswers(0);
    expect((await refresh(service, session)).status).toBe(503);
    await proxy.open();
    await service.setClock(3_600);
    expect((await refresh(service, session)).status).toBe(200);
    expect((await refresh(service, session)).status).toBe(200);
    await service.setClock(7_200);
    expect((await service.call("POST", "/auth/refresh", { refreshToken: session.tokens[0] })).status).toBe(401);
  });
});
