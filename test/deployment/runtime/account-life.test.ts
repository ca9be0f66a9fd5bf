import type { SignedIn } from "@rollcall/core";
import { expect, it } from "vitest";
import { bodyOf, signIn } from "../../support/accounts.ts";
import { readEvent } from "../../support/lambda-events.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { password, testSecret } from "../../support/rollcall.ts";
import { startSmtpServer } from "../../support/smtp-server.ts";
import { startApi } from "./api.ts";
import { mailBySmtp, startSchedule } from "./schedule.ts";

const email = "ada@example.com";
const newPassword = "seven lighthouses in a row";

it.runIf(hasMongodb)("the life of an account, with the API and the relay as they are deployed", async () => {
  const { uri } = await newMongodbUri();
  const { port, mails } = await startSmtpServer();
  const { SMTP_URL, ...mail } = mailBySmtp(port);
  const api = await startApi({ mongodbUri: uri, environment: { ...mail, REGISTRATION: "verify" } });
  const relay = await startSchedule("RelayHandler", { SECRET_KEY: testSecret, MONGODB_URI: uri, ...mail, SMTP_URL });
  /** What the newest mail to an address says to type. */
  const mailedCode = async (to: string): Promise<string> => {
    expect((await relay.invoke(readEvent("relay/schedule"))).kind).toBe("response");
    const mail = mails.findLast((sent) => sent.to.includes(to));
    return /^\s*(\d{4} \d{4})\s*$/m.exec(mail?.data ?? "")?.[1] ?? `no code in ${mail?.data}`;
  };
  const post = async (status: number, path: string, body: object, token?: string) => {
    const answer = await api.call("POST", path, { body, ...(token && { token }) });
    expect([path, answer.status]).toEqual([path, status]);
    return answer;
  };

  await post(202, "/auth/register", { email, password });
  await post(401, "/auth/login", { email, password });
  await post(204, "/auth/email/verify", { email, code: await mailedCode(email) });
  await signIn(api, email);
  await post(202, "/auth/password/forgot", { email });
  await post(204, "/auth/password/reset", { email, code: await mailedCode(email), newPassword });
  const { tokens } = await signIn(api, email, newPassword);
  await post(202, "/me/email", { newEmail: "ada@work.example", password: newPassword }, tokens.accessToken);
  // Whoever reads the new address's mail names the account by the old one.
  await post(204, "/auth/email/change", { email, code: await mailedCode("ada@work.example") });
  await post(202, "/auth/code", { email: "ada@work.example" });
  const redeemed = await post(200, "/auth/code/redeem", {
    email: "ada@work.example",
    code: await mailedCode("ada@work.example"),
  });
  const { user, tokens: last } = await bodyOf<SignedIn>(redeemed);
  expect(user).toMatchObject({ email: "ada@work.example", emailVerified: true });
  await relay.invoke(readEvent("relay/schedule"));
  const events = await api.call("GET", "/me/events", { token: last.accessToken });
  const types = (await bodyOf<{ items: { type: string }[] }>(events)).items.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(["password.reset", "email.changed", "session.started"]));
});
