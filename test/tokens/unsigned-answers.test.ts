import { expect, it } from "vitest";
import { signingKeys } from "../../packages/core/src/token/index.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { password, startRollcall, testSecret } from "../support/rollcall.ts";

const otherSecret = [...testSecret].reverse().join("");
const credentials = { email: "ada@example.com", password };

/** An account with a session, and a second service that cannot open the stored signing key. */
async function startLocked(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const response = await rollcall.call("POST", "/auth/register", { body: credentials });
  const { tokens } = (await response.json()) as { tokens: { refreshToken: string } };
  // The new secret and the old one, of which only the refresh tokens were made.
  const locked = startRollcall({ shares: rollcall.storage, secretKeys: [otherSecret] });
  return { rollcall, locked, tokens };
}

describeOnEachDatabase("a service that cannot sign", (form) => {
  it("creates no account and begins no session that it could not answer for", async () => {
    const { rollcall, locked } = await startLocked(form);
    const eve = { email: "eve@example.com", password };
    expect((await locked.call("POST", "/auth/register", { body: eve })).status).toBe(500);
    expect((await locked.call("POST", "/auth/login", { body: credentials })).status).toBe(500);
    expect((await rollcall.call("POST", "/auth/register", { body: eve })).status).toBe(201);
  });

  it("takes no step of a session, so that the same refresh token works once it can sign again", async () => {
    const { rollcall, tokens } = await startLocked(form);
    const keys = rollcall.storage.database.collection(signingKeys);
    const both = startRollcall({ shares: rollcall.storage, secretKeys: [testSecret, otherSecret] });
    const [set] = await keys.find({}, { sort: { _id: 1 }, limit: 1 });
    const kid = Object.keys(set?.keys ?? {})[0] as string;
    const sealed = set?.keys[kid]?.privateKey;
    await keys.updateOne({ _id: "ES256" }, { $set: { [`keys.${kid}.privateKey.tag`]: "AAAAAAAAAAAAAAAAAAAAAA" } });
    expect((await both.call("POST", "/auth/refresh", { body: { refreshToken: tokens.refreshToken } })).status).toBe(
      500,
    );
    await keys.updateOne({ _id: "ES256" }, { $set: { [`keys.${kid}.privateKey`]: sealed } });
    both.clock.advance(60);
    const again = startRollcall({ shares: rollcall.storage });
    again.clock.advance(60);
    const { refreshToken } = tokens;
    expect((await again.call("POST", "/auth/refresh", { body: { refreshToken } })).status).toBe(200);
  });
});
