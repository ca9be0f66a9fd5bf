import { describe, expect, it } from "vitest";
import { users } from "../../packages/core/src/user/index.ts";
import { bodyOf, refusalOf, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { dumpOf } from "../support/dump.ts";
import {
  addApp,
  answerWith,
  askedFor,
  codeOf,
  nextCode,
  signInWithApp,
  signUpProtected,
  storedAccount,
} from "../support/factors.ts";
import { startTwoServices, together } from "../support/races.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

/** Brings the service to the middle of a time step: what a test does takes no code out of its half minute. */
function toMiddleOfStep({ clock }: TestRollcall): void {
  clock.advance(30 + 10 - ((clock.now().getTime() / 1_000) % 30));
}

describeOnEachDatabase("a code of an authenticator app", (form) => {
  it("is good once (Q126)", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    const code = nextCode(rollcall, app);
    const answers: string[] = [];
    for (let time = 0; time < 2; time++) {
      const { mfaToken } = await askedFor(rollcall, email);
      answers.push(await statusOf(answerWith(rollcall, mfaToken, { code })));
    }
    expect(answers).toEqual(["200", "401 invalid_credentials"]);
  });

  it("is good once also where it is the one that has set the app up (Q126)", async () => {
    const rollcall = startRollcall({ form });
    toMiddleOfStep(rollcall);
    const { app } = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code: codeOf(rollcall, app) }))).toBe(
      "401 invalid_credentials",
    );
  });

  it("begins one session of twenty sign-ins at once that have it (Q126)", async () => {
    const services = startTwoServices(form);
    const [rollcall] = services;
    const { app, user } = await signUpProtected(rollcall, email);
    const asked = await Promise.all(Array.from({ length: 20 }, () => askedFor(rollcall, email)));
    const code = nextCode(rollcall, app);
    const calls = together(services, 20, (service, index) =>
      answerWith(service, asked[index]?.mfaToken as string, { code }),
    );
    const answers = await Promise.all(calls.map((call) => statusOf(call())));
    expect(answers.toSorted()).toEqual(["200", ...Array(19).fill("401 invalid_credentials")]);
    expect(Object.keys((await storedAccount(rollcall, user.id)).sessions)).toHaveLength(2);
  });

  it("is taken one step early or late, and no further (Q126)", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    rollcall.clock.advance(300);
    toMiddleOfStep(rollcall);
    const shown = (seconds: number) => {
      const now = rollcall.clock.now().getTime();
      return codeOf({ ...rollcall, clock: { ...rollcall.clock, now: () => new Date(now + seconds * 1_000) } }, app);
    };
    const outcomes: [number, string][] = [];
    // The earlier first: an older code than the last one that was taken is not taken.
    for (const seconds of [-90, -60, 60, 90, -30, 0, 30]) {
      const { mfaToken } = await askedFor(rollcall, email);
      outcomes.push([seconds, await statusOf(answerWith(rollcall, mfaToken, { code: shown(seconds) }))]);
    }
    const refused = "401 invalid_credentials";
    expect(outcomes).toEqual([
      [-90, refused],
      [-60, refused],
      [60, refused],
      [90, refused],
      [-30, "200"],
      [0, "200"],
      [30, "200"],
    ]);
  });

  it("is not taken after a later one of the same app was (Q126)", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    const early = nextCode(rollcall, app);
    const late = nextCode(rollcall, app);
    for (const [code, status] of [
      [late, "200"],
      [early, "401 invalid_credentials"],
    ] as const) {
      const { mfaToken } = await askedFor(rollcall, email);
      expect(await statusOf(answerWith(rollcall, mfaToken, { code }))).toBe(status);
    }
  });

  it("may be any of several apps', each with steps of its own", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens } = await signUpProtected(rollcall, email);
    const other = await addApp(rollcall, tokens.accessToken, "Tablet");
    rollcall.clock.advance(30);
    for (const secret of [app, other]) {
      const { mfaToken } = await askedFor(rollcall, email);
      expect((await answerWith(rollcall, mfaToken, { code: codeOf(rollcall, secret) })).status).toBe(200);
    }
    const { items } = await bodyOf<{ items: { lastUsedAt: string | null }[] }>(
      await rollcall.call("GET", "/me/factors", { token: tokens.accessToken }),
    );
    expect(items.map(({ lastUsedAt }) => typeof lastUsedAt)).toEqual(["string", "string"]);
  });

  it("is typed with blanks and dashes, as apps show it, or without", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    for (const typed of [
      (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`,
      (code: string) => ` ${code.slice(0, 3)}-${code.slice(3)}\n`,
      (code: string) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`,
      (code: string) => `${code.slice(0, 2)}\u2011${code.slice(2, 4)}–${code.slice(4)}`,
    ]) {
      const { mfaToken } = await askedFor(rollcall, email);
      expect(await statusOf(answerWith(rollcall, mfaToken, { code: typed(nextCode(rollcall, app)) }))).toBe("200");
    }
    const { mfaToken } = await askedFor(rollcall, email);
    for (const code of ["", "12345", "1234567", "12345a", "１２３４５６", "-123456-7", `1${"\n".repeat(30)}23456`]) {
      expect(await statusOf(answerWith(rollcall, mfaToken, { code })), code).toBe("422 validation_failed");
    }
  });

  it("proves who is signed in, too, and is good once there as well (Q126)", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens } = await signUpProtected(rollcall, email);
    const code = nextCode(rollcall, app);
    const verify = () => rollcall.call("POST", "/me/verify", { token: tokens.accessToken, body: { code } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => statusOf(verify())));
    expect(answers.toSorted()).toEqual(["200", ...Array(19).fill("422 validation_failed")]);
    const { mfaToken } = await askedFor(rollcall, email);
    expect(await statusOf(answerWith(rollcall, mfaToken, { code }))).toBe("401 invalid_credentials");
  });
});

describeOnEachDatabase("the secret of an authenticator app", (form) => {
  it("is in the database in no form that anybody could use (Q126)", async () => {
    const rollcall = startRollcall({ form });
    const { app } = await signUpProtected(rollcall, email);
    await signInWithApp(rollcall, { email, app });
    const dump = await dumpOf(rollcall);
    for (const encoding of ["hex", "base64", "base64url", "latin1"] as const) {
      expect(dump).not.toContain(app.secret.toString(encoding));
    }
    expect(dump).not.toContain(codeOf(rollcall, app));
    expect(rollcall.logs.join()).not.toContain(app.secret.toString("hex"));
  });

  describe("opens nowhere but where it was sealed", () => {
    it("not in another account under the same id, nor under another id of the same one", async () => {
      const rollcall = startRollcall({ form });
      const ada = await signUpProtected(rollcall, email);
      const grace = await signUpProtected(rollcall, "grace@example.com");
      const stored = (await storedAccount(rollcall, ada.user.id)).factors?.[ada.app.id];
      const accounts = rollcall.storage.database.collection(users);
      const put = (id: string) =>
        accounts.updateOne({ _id: grace.user.id }, { $set: { factors: { [id]: { ...stored, step: 0 } } } });
      for (const id of [ada.app.id, grace.app.id]) {
        expect(await put(id)).toBe(true);
        const { mfaToken } = await askedFor(rollcall, grace.email);
        const answer = await answerWith(rollcall, mfaToken, { code: nextCode(rollcall, ada.app) });
        expect(await refusalOf(answer)).toBe("401 invalid_credentials");
      }
    });
  });
});
