import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { virtualClock } from "@rollcall/core";
import { composeMail } from "@rollcall/core/mail";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../../../../test/support/commands.ts";
import { aMail } from "../../../../test/support/sample-mails.ts";
import { openMailbox } from "./mailbox.ts";

const settings = {
  from: { name: "", address: "a@b.example" },
  linksUrl: "http://localhost:5173",
  language: "en",
} as const;
const mailTo = (to: string) => composeMail({ ...aMail("verify-email", {}), to }, settings);

it("keeps what is sent, with its links, the newest first", async () => {
  const clock = virtualClock();
  clock.advance(86_400);
  const mailbox = openMailbox(join(temporaryDirectory(), "data", "mailbox"), clock);
  await mailbox.send(mailTo("ada@example.com"));
  await mailbox.send(mailTo("grace@example.com"));
  expect(mailbox.list().map(({ to }) => to)).toEqual(["grace@example.com", "ada@example.com"]);
  const [mail] = mailbox.list("ada@example.com");
  expect(mail).toMatchObject({
    subject: "Confirm your address for localhost:5173",
    html: expect.stringContaining("<p"),
  });
  expect(mail?.links).toEqual(["http://localhost:5173/verify-email#token=dG9rZW4"]);
  expect(Math.abs(Date.parse(mail?.at ?? "") - clock.now().getTime())).toBeLessThan(60_000);
});

it("finds it again after a restart, but for a line that was cut, in a file of its owner's", async () => {
  const file = join(temporaryDirectory(), "mailbox");
  await openMailbox(file, virtualClock()).send(mailTo("ada@example.com"));
  appendFileSync(file, '{"to":"gra');
  const mailbox = openMailbox(file, virtualClock());
  await mailbox.send(mailTo("grace@example.com"));
  expect(
    openMailbox(file, virtualClock())
      .list()
      .map(({ to }) => to),
  ).toEqual(["grace@example.com", "ada@example.com"]);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("keeps the newest 200", async () => {
  const file = join(temporaryDirectory(), "mailbox");
  const mailbox = openMailbox(file, virtualClock());
  for (let n = 0; n < 230; n++) await mailbox.send(mailTo(`${n}@example.com`));
  for (const one of [mailbox, openMailbox(file, virtualClock())]) {
    expect(one.list()).toHaveLength(200);
    expect(one.list()[0]?.to).toBe("229@example.com");
  }
  expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(200);
});
