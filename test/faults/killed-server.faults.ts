import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { password } from "../support/rollcall.ts";
import { startSmtpServer, type TakenMail } from "../support/smtp-server.ts";
import { lengthOf } from "./support/length.ts";
import { forms, type Service, startService } from "./support/service.ts";
import { type Ledger, refresh, sendTraffic } from "./support/traffic.ts";

const rounds = lengthOf(2, 8);

/** Milliseconds for which a lost answer may be repeated, and some more. */
const afterGrace = 31;

/** Seconds after which another relay takes what a dead one had taken. */
const afterLease = 61;

const signIn = (service: Service, email: string) => service.call("POST", "/auth/login", { email, password });

/** A server that sends by a mail server, which takes its time. */
async function startSending(form: (typeof forms)[number]) {
  const smtp = await startSmtpServer();
  const env = {
    MAIL_TRANSPORT: "smtp",
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    MAIL_FROM: "no-reply@example.com",
    LINKS_URL: "https://app.example.com/account",
  };
  return { smtp, service: await startService(form, { env }) };
}

/** Traffic, in the midst of which the server is killed. */
async function killUnderLoad(service: Service): Promise<Ledger> {
  const traffic = sendTraffic(service, 12);
  await sleep(1_500 + Math.random() * 500);
  await service.kill();
  return traffic;
}

/** Everybody who was told that they have an account, or a token, has it. */
async function expectNothingLost(service: Service, { sessions, unexpected }: Ledger): Promise<void> {
  expect(unexpected).toEqual([]);
  const signIns = await Promise.all(sessions.map(async ({ email }) => (await signIn(service, email)).status));
  expect(signIns.filter((status) => status !== 200)).toEqual([]);
  const refreshes = await Promise.all(sessions.map(async (session) => (await refresh(service, session)).status));
  expect(refreshes.filter((status) => status !== 200)).toEqual([]);
}

/** Nobody's account is there in part: it can be signed in to, or registered. */
async function expectAllOrNothing(service: Service, { inDoubt }: Ledger): Promise<void> {
  for (const email of inDoubt) {
    const registered = await service.call("POST", "/auth/register", { email, password });
    expect([201, 409]).toContain(registered.status);
    expect((await signIn(service, email)).status).toBe(200);
  }
}

/** A token that was used before the last one ends its session. */
async function expectConsumed(service: Service, { sessions }: Ledger): Promise<void> {
  const used = sessions.filter(({ tokens }) => tokens.length > 2);
  const statuses = await Promise.all(
    used.map(async ({ tokens }) => {
      const { status } = await service.call("POST", "/auth/refresh", { refreshToken: tokens.at(-3) });
      return status;
    }),
  );
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status !== 401)).toEqual([]);
}

/** Which of these mails have not come, with this in their subject. */
const missing = (mails: TakenMail[], addresses: string[], subject: RegExp) =>
  addresses.filter((address) => !mails.some(({ to, data }) => to[0] === address && subject.test(data)));

function expectOnlySameTwice(mails: TakenMail[]): void {
  const contents = new Map<string, Set<string>>();
  for (const { to, data } of mails) {
    const id = /^message-id: (.*)$/im.exec(data)?.[1] as string;
    contents.set(id, (contents.get(id) ?? new Set()).add(`${to[0]} ${/^subject: (.*)$/im.exec(data)?.[1]}`));
  }
  expect([...contents.values()].filter(({ size }) => size > 1)).toEqual([]);
}

describe.each(forms)("a server that is killed under sign-ups, refreshes and mails, on %s", (form) => {
  it(`has lost nothing that it acknowledged, ${rounds} times in a row, and goes on (Q173, Q174)`, async () => {
    const { smtp, service } = await startSending(form);
    const told: Ledger = { sessions: [], inDoubt: [], resets: [], unexpected: [] };
    let clock = 0;
    for (let round = 0; round < rounds; round++) {
      const ledger = await killUnderLoad(service);
      await service.start();
      await expectNothingLost(service, ledger);
      await expectAllOrNothing(service, ledger);
      clock += afterGrace;
      await service.setClock(clock);
      await expectConsumed(service, ledger);
      told.sessions.push(...ledger.sessions);
      told.resets.push(...ledger.resets);
    }
    // What a dead relay had in its hands is another's once its time is over.
    await service.setClock(clock + afterLease);
    const addresses = told.sessions.map(({ email }) => email);
    const undelivered = () => [
      ...missing(smtp.mails, addresses, /verify|confirm/i),
      ...missing(smtp.mails, told.resets, /password/i),
    ];
    await expect
      .poll(
        async () => {
          // Whatever queues something has the relay look.
          await service.call("POST", "/auth/password/forgot", { email: addresses[0] });
          return undelivered();
        },
        { timeout: 60_000, interval: 500 },
      )
      .toEqual([]);
    expectOnlySameTwice(smtp.mails);
    console.log(
      `${form}: ${rounds} kills, ${addresses.length} sign-ups, ${told.resets.length} resets, ${smtp.mails.length} mails`,
    );
  });
});
