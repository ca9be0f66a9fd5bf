import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/commands.ts";
import { password } from "../support/rollcall.ts";
import { type Answer, newEmail, type Service, startService } from "./support/service.ts";
import { refreshTokenOf } from "./support/traffic.ts";

const register = (service: Service, email: string) => service.call("POST", "/auth/register", { email, password });
const signIn = (service: Service, email: string) => service.call("POST", "/auth/login", { email, password });

function expectAway({ status, body, retryAfter }: Answer): void {
  expect([status, body.code, Number(retryAfter) > 0]).toEqual([503, "unavailable", true]);
}

/** A service with accounts, of which one has refreshed. */
async function startWithAccounts(preloads: string[] = [], env: Record<string, string> = {}) {
  const service = await startService("embedded", { preloads, env });
  const emails = Array.from({ length: 5 }, newEmail);
  const answers = await Promise.all(emails.map((email) => register(service, email)));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
  return { service, emails, token: refreshTokenOf(answers[0] as Answer) };
}

/** Every account that was acknowledged is there, and so is nothing that was refused. */
async function expectAsAcknowledged(service: Service, emails: string[], refused: string[]): Promise<void> {
  for (const email of emails) expect((await signIn(service, email)).status).toBe(200);
  for (const email of refused) expect((await signIn(service, email)).status).toBe(401);
}

describe.each(["EIO", "ENOSPC"])("a disk that refuses with %s after half of a write", (code) => {
  async function startRefusing() {
    const file = join(temporaryDirectory(), "fault");
    const started = await startWithAccounts(["refusing-disk"], { DISK_FILE: file });
    writeFileSync(file, code);
    return { ...started, mend: () => rmSync(file) };
  }

  it("gets whoever writes 503, acknowledges nothing, and is used again once it is mended, without a restart (Q176)", async () => {
    const { service, emails, token, mend } = await startRefusing();
    const refused = [newEmail(), newEmail(), newEmail()];
    const answers = await Promise.all([
      ...refused.map((email) => register(service, email)),
      signIn(service, emails[0] as string),
      service.call("POST", "/auth/refresh", { refreshToken: token }),
    ]);
    answers.forEach(expectAway);
    expect((await service.call("GET", "/health")).status).toBe(200);
    mend();
    await expectAsAcknowledged(service, emails, refused);
    const { status } = await register(service, refused[0] as string);
    expect(status).toBe(201);
    expect((await service.call("POST", "/auth/refresh", { refreshToken: token })).status).toBe(200);
    await service.kill();
    await service.start();
    await expectAsAcknowledged(service, [...emails, refused[0] as string], refused.slice(1));
  });

  it("leaves a file that is put right at the next start, when the process dies first (Q173)", async () => {
    const { service, emails, mend } = await startRefusing();
    const refused = newEmail();
    expectAway(await register(service, refused));
    await service.kill();
    mend();
    await service.start();
    await expectAsAcknowledged(service, emails, [refused]);
  });
});

/** What the system lets a process write into one file, by the tool of util-linux. */
const limitFileSize = (service: Service, bytes: number | "unlimited") =>
  execFileSync("prlimit", ["--pid", String(service.process().process.pid), `--fsize=${bytes}:`]);

const hasLimits = platform() === "linux" && canLimit();

function canLimit(): boolean {
  try {
    execFileSync("prlimit", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(hasLimits)("a file that may not grow any further, as the system enforces it", () => {
  it("gets sign-ups 503 once it is full, keeps all that were acknowledged, and grows again when it may (Q173, Q174)", async () => {
    const { service, emails } = await startWithAccounts();
    const users = join(service.directory, ".rollcall/data/users.db");
    limitFileSize(service, statSync(users).size + 30_000);
    const refused: string[] = [];
    for (let count = 0; count < 60 && refused.length < 5; count++) {
      const email = newEmail();
      const answer = await register(service, email);
      if (answer.status === 201) emails.push(email);
      else {
        expectAway(answer);
        refused.push(email);
      }
    }
    expect(refused.length).toBeGreaterThan(0);
    limitFileSize(service, "unlimited");
    await expectAsAcknowledged(service, emails, refused);
    await service.kill();
    await service.start();
    await expectAsAcknowledged(service, emails, refused);
    for (const line of readFileSync(users, "utf8").trimEnd().split("\n")) JSON.parse(line);
  });
});
