import { expect, it } from "vitest";
import { signInAsAdministrator } from "../../support/accounts.ts";
import { hasMongodb, newMongodbUri, openObserved } from "../../support/mongodb.ts";
import { startRollcall } from "../../support/rollcall.ts";
import { startApi } from "./api.ts";
import { responseLimit } from "./runtime-api.ts";

it.runIf(hasMongodb)("the longest page of the largest accounts is far below what Lambda takes", async () => {
  const { uri } = await newMongodbUri();
  const rollcall = startRollcall({ shares: openObserved(uri).storage });
  const { token } = await signInAsAdministrator(rollcall);
  const name = "\u{1f600}".repeat(100);
  const host = `${"b".repeat(63)}.${"c".repeat(63)}.example.com`;
  for (let n = 100; n < 200; n++) {
    const email = `${"a".repeat(60)}${n}@${host}`;
    expect((await rollcall.call("POST", "/users", { token, body: { email, name } })).status).toBe(201);
  }
  const api = await startApi({ mongodbUri: uri });
  const answer = await api.call("GET", "/users?limit=100", { token });
  const text = await answer.text();
  expect(JSON.parse(text).items).toHaveLength(100);
  expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(responseLimit / 20);
});
