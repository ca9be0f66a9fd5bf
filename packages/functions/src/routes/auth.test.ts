import { expect, it } from "vitest";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";

describeOnEachDatabase("registration", (form) => {
  it("creates an account and signs its owner in", async () => {
    const rollcall = startRollcall({ form });
    const { api } = rollcall.client();
    const response = await api.auth.register.$post({ json: { email: "Ada@example.com", password } });
    expect(response.status).toBe(201);
    const me = await api.me.$get();
    expect(await me.json()).toMatchObject({ email: "ada@example.com" });
    const r = await api.me.sessions.$get();
    expect(r.status).toBe(200);
  });
});
