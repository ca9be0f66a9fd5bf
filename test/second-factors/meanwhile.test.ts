import { type SignedIn, systemContext, usersOf } from "@rollcall/core";
import { editUser, promoteUser } from "@rollcall/core/administration";
import { expect, it } from "vitest";
import { bodyOf, confirmAddress, logIn, refusalOf, signUp } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { type App, addApp, answerWith, askedFor, post, signUpProtected } from "../support/factors.ts";
import { withPauses } from "../support/pauses.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

describeOnEachDatabase("between the read and the write of a sign-in", (form) => {
  /** Signs in with the password, and does something else right before the session would begin. */
  async function meanwhile(
    prepare: (first: TestRollcall) => Promise<{ tokens: SignedIn["tokens"] }>,
    act: (first: TestRollcall, token: string) => Promise<unknown>,
  ) {
    const first = startRollcall({ form });
    const { tokens } = await prepare(first);
    const { storage, pauseBefore } = withPauses(first.storage);
    const slow = startRollcall({ shares: storage });
    const isEnd = (text: string) => text.includes("session.started") || text.includes("second_factor.asked");
    const pause = pauseBefore("findOneAndUpdate", (_, update) => isEnd(JSON.stringify(update)));
    const answer = logIn(slow, email);
    await pause.reached;
    await act(first, tokens.accessToken);
    pause.proceed();
    return answer;
  }

  const signUpProved = async (first: TestRollcall) => {
    const signedIn = await signUp(first, email);
    await confirmAddress(first, email);
    return signedIn;
  };

  it("a factor was added: it is asked for, and nobody is told of a wrong password (Q198)", async () => {
    expect(await refusalOf(await meanwhile(signUpProved, addApp))).toBe("401 second_factor_required");
  });

  it("the last factor was removed: there is a session", async () => {
    const removeAll = async (first: TestRollcall, token: string) => {
      const { items } = await bodyOf<{ items: App[] }>(await first.call("GET", "/me/factors", { token }));
      for (const { id } of items) await first.call("DELETE", `/me/factors/${id}`, { token });
    };
    expect((await meanwhile((first) => signUpProtected(first, email), removeAll)).status).toBe(200);
  });

  it("the password was changed: it was the wrong one", async () => {
    const change = (first: TestRollcall, token: string) =>
      post(first, "/me/password", { currentPassword: password, newPassword: "seven lighthouses in a row" }, token);
    expect(await refusalOf(await meanwhile(signUpProved, change))).toBe("401 invalid_credentials");
  });
});

describeOnEachDatabase("between the read and the write of", (form) => {
  /** Does one thing, and another one right before the first would be written down. */
  async function during(
    first: TestRollcall,
    what: string,
    start: (slow: TestRollcall) => Promise<Response>,
    act: () => Promise<unknown>,
  ) {
    const { storage, pauseBefore } = withPauses(first.storage);
    const slow = startRollcall({ shares: storage, settings: first.dependencies.settings });
    const pause = pauseBefore("findOneAndUpdate", (_, update) => JSON.stringify(update).includes(what));
    const answer = start(slow);
    await pause.reached;
    await act();
    pause.proceed();
    return answer;
  }

  const sessionsIn = async ({ dependencies }: TestRollcall) =>
    Object.values((await usersOf(dependencies).findOne({ email }))?.sessionDetails ?? {});

  it("a sign-in, a command made an administrator of the account: whoever has had it so far stays out (Q131)", async () => {
    const first = startRollcall({ form });
    const { user } = await signUp(first, email);
    const promote = () => promoteUser(systemContext(first.dependencies), user.id, "seven lighthouses in a row");
    const answer = await during(first, "session.started", (slow) => logIn(slow, email), promote);
    expect(await refusalOf(answer)).toBe("401 invalid_credentials");
    expect(await sessionsIn(first)).toEqual([]);
  });

  it("the end of all other sessions, the last factor was removed: this one is of a single factor (Q131)", async () => {
    const first = startRollcall({ form });
    const { tokens, app } = await signUpProtected(first, email);
    const { accessToken: token } = tokens;
    const remove = async () =>
      expect((await first.call("DELETE", `/me/factors/${app.id}`, { token })).status).toBe(204);
    await during(first, "sessions.ended", (slow) => slow.call("DELETE", "/me/sessions", { token }), remove);
    const [session, ...others] = await sessionsIn(first);
    expect([session?.acr, session?.amr, others]).toEqual([undefined, ["pwd", "otp"], []]);
  });

  it("the removal of the last factor, its owner became an administrator who has to have one: it stays (Q131)", async () => {
    const first = startRollcall({ form, settings: { mfa: "admins" } });
    const { user, tokens, app } = await signUpProtected(first, email);
    const promote = () => editUser(systemContext(first.dependencies), user.id, { roles: ["admin"] });
    const remove = (slow: TestRollcall) => slow.call("DELETE", `/me/factors/${app.id}`, { token: tokens.accessToken });
    expect(await refusalOf(await during(first, "factor.removed", remove, promote))).toBe("409 conflict");
  });
});

describeOnEachDatabase("an address that has another account by now", (form) => {
  it("is signed in to by no half of before, however alike the accounts are (Q128)", async () => {
    const rollcall = startRollcall({ form });
    const first = await signUpProtected(rollcall, email);
    const { mfaToken } = await askedFor(rollcall, email);
    const body = { password };
    const gone = await rollcall.call("DELETE", "/me", { token: first.tokens.accessToken, body });
    expect(gone.status).toBe(204);
    const { app } = await signUpProtected(rollcall, email);
    const [recoveryCode] = app.recoveryCodes;
    expect(await refusalOf(await answerWith(rollcall, mfaToken, { recoveryCode }))).toBe("410 code_expired");
  });
});
