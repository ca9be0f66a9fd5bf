import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createTestHarness } from "wrangler";

/* The Worker under Cloudflare's own runtime, with an issuer that is made here. */

// Of what a Worker knows about its callers nothing is fetched.
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

const { publicKey, privateKey } = await generateKeyPair("ES256");
const jwk = { ...(await exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" };
let reads = 0;
let isAway = false;
const server = createServer((_request, response) => {
  reads++;
  response.writeHead(isAway ? 503 : 200).end(JSON.stringify({ keys: [jwk] }));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const ISSUER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
after(() => void server.close());

/** A token as Rollcall issues it to `notes`, but for these claims. */
function token(claims: Record<string, unknown> = {}, kid = "one"): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const sub = "user_01kjpx722ffrqtvgf0hszzax5h";
  const sid = "sess_01kk8r4mqweseangqz8sb6jjp3";
  const times = { iat: now, exp: now + 600, auth_time: now };
  const rest = { jti: "1", client_id: "rollcall", amr: ["pwd"], acr: "1", roles: [] };
  const payload = { iss: ISSUER, aud: "notes", sub, sid, ...times, ...rest, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid }).sign(privateKey);
}

/** A Worker that has just been started. */
async function startWorker() {
  const configPath = new URL("../wrangler.jsonc", import.meta.url);
  const worker = createTestHarness({ workers: [{ configPath, vars: { ISSUER } }] });
  after(() => worker.close());
  const { url } = await worker.listen();
  return async (bearer?: string, path = "/notes", method = "GET") => {
    const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const response = await fetch(new URL(path, url), { method, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };
}

test("the Worker tells whose notes they are, to any number of callers at once", async () => {
  const call = await startWorker();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => call(await token())));
  for (const { status, body } of answers) {
    assert.equal(status, 200);
    assert.equal(body.owner, "user_01kjpx722ffrqtvgf0hszzax5h");
  }
  const before = reads;
  for (let request = 0; request < 20; request++) assert.equal((await call(await token({}, "two"))).status, 401);
  assert.equal(reads, before);
});

test("the Worker refuses as Rollcall does", async () => {
  const call = await startWorker();
  const missing = await call();
  assert.deepEqual([missing.status, missing.body.code], [401, "missing_token"]);
  assert.equal(missing.headers.get("www-authenticate"), "Bearer");
  const foreign = await call(await token({ aud: ISSUER }));
  assert.deepEqual([foreign.status, foreign.body.code], [401, "invalid_token"]);
  const forbidden = await call(await token(), "/notes/everybody");
  assert.deepEqual([forbidden.status, forbidden.body.code], [403, "forbidden"]);
  const old = await token({ auth_time: Math.floor(Date.now() / 1000) - 400 });
  const stale = await call(old, "/notes", "DELETE");
  assert.deepEqual([stale.status, stale.body.code, stale.body.maxAge], [401, "reauthentication_required", 300]);
  assert.equal((await call(await token(), "/notes", "DELETE")).status, 204);
});

test("the Worker calls no token bad while the keys cannot be had", async () => {
  isAway = true;
  const call = await startWorker();
  const away = await call(await token());
  assert.deepEqual([away.status, away.body.code], [503, "unavailable"]);
  assert.ok(Number(away.headers.get("retry-after")) >= 1);
  isAway = false;
});
