import { expect, it } from "vitest";
import { signUp } from "../../support/accounts.ts";
import { readEvent } from "../../support/lambda-events.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { password, testSecret } from "../../support/rollcall.ts";
import { startSmtpServer } from "../../support/smtp-server.ts";
import { startApi } from "./api.ts";
import { mailBySmtp, startSchedule } from "./schedule.ts";

it.runIf(hasMongodb)("the rotation takes one step when it is due, however many run at once", async () => {
  const { uri, client } = await newMongodbUri();
  const environment = { SECRET_KEY: testSecret, MONGODB_URI: uri };
  const runs = await Promise.all([1, 2, 3].map(() => startSchedule("RotateKeysHandler", environment)));
  const run = () => Promise.all(runs.map(({ invoke }) => invoke(readEvent("rotate-keys/schedule"))));
  const accounts = { resealed: 0, unreadable: 0, isComplete: true };
  for (const { kind, body } of await run())
    expect([kind, body]).toMatchObject(["response", { outcome: "current", accounts }]);

  const [set] = await client.db().collection("signingKeys").find().toArray();
  const [kid] = Object.keys(set?.keys);
  const longAgo = { $set: { [`keys.${kid}.activatedAt`]: new Date(Date.now() - 91 * 86_400_000) } };
  await client.db().collection("signingKeys").updateOne({}, longAgo);
  const outcomes = (await run()).map(({ body }) => (body as { outcome: string }).outcome);
  expect(outcomes.sort()).toEqual(["published", "waiting", "waiting"]);
  const lines = runs.flatMap(({ logs }) => logs().trim().split("\n")).map((line) => JSON.parse(line));
  expect(lines.filter(({ schedule, outcome }) => schedule === "rotate-keys" && outcome === "published")).toHaveLength(
    1,
  );
});

it.runIf(hasMongodb)(
  "the removal of what has expired removes it once, and needs no secret but the database's",
  async () => {
    const { uri, client } = await newMongodbUri();
    const api = await startApi({ mongodbUri: uri });
    const { user } = await signUp(api, "ada@example.com");
    const users = client.db().collection<{ _id: string; sessions: Record<string, object> }>("users");
    const [sid] = Object.keys((await users.findOne({ _id: user.id }))?.sessions ?? {});
    const past = new Date(Date.now() - 1_000);
    await users.updateOne({}, { $set: { earliestSessionEnd: past, [`sessions.${sid}.endsAt`]: past } });
    const runs = await Promise.all([1, 2].map(() => startSchedule("RemoveExpiredHandler", { MONGODB_URI: uri })));
    const answers = await Promise.all(runs.map(({ invoke }) => invoke(readEvent("remove-expired/schedule"))));
    const removed = answers.map(({ body }) => (body as { sessions: number }).sessions);
    expect(removed.sort()).toEqual([0, 1]);
    expect((await users.findOne({ _id: user.id }))?.sessions).toEqual({});
  },
);

it.runIf(hasMongodb)("the relay sends what was queued once, by SMTP, however many run at once", async () => {
  const { uri } = await newMongodbUri();
  const { port, mails } = await startSmtpServer();
  const api = await startApi({ mongodbUri: uri });
  const { tokens } = await signUp(api, "ada@example.com");
  const body = { currentPassword: password, newPassword: "seven lighthouses in a row" };
  expect((await api.call("POST", "/me/password", { token: tokens.accessToken, body })).status).toBe(204);
  const environment = { SECRET_KEY: testSecret, MONGODB_URI: uri, ...mailBySmtp(port) };
  const runs = await Promise.all([1, 2].map(() => startSchedule("RelayHandler", environment)));
  const answers = await Promise.all(runs.map(({ invoke }) => invoke(readEvent("relay/schedule"))));
  const delivered = answers.map(({ body }) => (body as { delivered: number }).delivered);
  expect(delivered.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  expect(mails.filter(({ data }) => data.includes("password"))).toHaveLength(1);
});

it("a schedule fails, and so is tried again, while the database is away", async () => {
  const away = { MONGODB_URI: "mongodb://127.0.0.1:9/rollcall" };
  const { invoke } = await startSchedule("RemoveExpiredHandler", away);
  expect((await invoke({})).kind).toBe("error");
});
