import type { SignedIn, Tokens } from "@rollcall/core";
import { describe, expect, it } from "vitest";
import type { Update } from "../../packages/core/src/database/collection.ts";
import { bodyOf, logIn, refreshes, refusalOf, signIn, signInAsAdministrator, signUp } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import { withPauses } from "../support/pauses.ts";
import { password, startRollcall, type TestRollcall } from "../support/rollcall.ts";

const newPassword = "seven lighthouses in a row";

/** An account in a service, and a second service whose operations can be held back. */
async function setUp(form: DatabaseForm) {
  const first = startRollcall({ form });
  const { storage, pauseBefore } = withPauses(first.storage);
  const slow = startRollcall({ shares: storage });
  const admin = await signInAsAdministrator(first);
  const account = await signUp(first);
  // The slow one should have nothing to do but what is held back.
  await slow.call("GET", "/.well-known/jwks.json");
  return { first, slow, pauseBefore, account, adminToken: admin.token };
}

type Scene = Awaited<ReturnType<typeof setUp>>;

/** An attempt is counted by the operation that reads the account. */
const isCount = (update?: Update) => Object.keys(update?.$inc ?? {}).some((path) => /^(attempts\.|total$)/.test(path));

/** Lets `act` happen after the slow service has read and before it writes. */
async function meanwhile(
  { pauseBefore, slow }: Scene,
  write: "findOneAndUpdate" | "updateOne",
  start: (slow: TestRollcall) => Promise<Response>,
  act: () => Promise<unknown>,
): Promise<Response> {
  const isWrite = (_filter: unknown, update?: unknown) => !isCount(update as Update | undefined);
  const pause = pauseBefore(write, isWrite);
  const answer = start(slow);
  await pause.reached;
  await act();
  pause.proceed();
  return answer;
}

function changePassword(service: TestRollcall, { tokens }: SignedIn) {
  const body = { currentPassword: password, newPassword };
  return service.call("POST", "/me/password", { token: tokens.accessToken, body });
}

function deleteMe(service: TestRollcall, { tokens }: SignedIn) {
  return service.call("DELETE", "/me", { token: tokens.accessToken, body: { password } });
}

async function refresh(service: TestRollcall, { refreshToken }: Tokens): Promise<Tokens> {
  const response = await service.call("POST", "/auth/refresh", { body: { refreshToken } });
  expect(response.status).toBe(200);
  return (await bodyOf<{ tokens: Tokens }>(response)).tokens;
}

function setStatus({ first, account, adminToken: token }: Scene, status: "active" | "disabled") {
  return first.call("PATCH", `/users/${account.user.id}`, { token, body: { status } });
}

const interruptions: { title: string; act(scene: Scene): Promise<unknown> }[] = [
  { title: "the password was changed", act: ({ first, account }) => changePassword(first, account) },
  { title: "the account was disabled", act: (scene) => setStatus(scene, "disabled") },
  { title: "the account was deleted", act: ({ first, account }) => deleteMe(first, account) },
  {
    title: "the account was deleted and its address registered anew",
    act: async ({ first, account }) => [await deleteMe(first, account), await signUp(first, account.user.email)],
  },
];

describeOnEachDatabase("between the read and the write of", (form) => {
  describe("a sign-in", () => {
    it.each(interruptions)("$title: it is refused", async ({ act }) => {
      const scene = await setUp(form);
      const start = (slow: TestRollcall) => logIn(slow, scene.account.user.email);
      const response = await meanwhile(scene, "findOneAndUpdate", start, () => act(scene));
      expect(await refusalOf(response)).toBe("401 invalid_credentials");
    });

    it("the account was disabled and enabled again: it goes on, as it would a moment later", async () => {
      const scene = await setUp(form);
      const act = async () => [await setStatus(scene, "disabled"), await setStatus(scene, "active")];
      const start = (slow: TestRollcall) => logIn(slow, scene.account.user.email);
      const response = await meanwhile(scene, "findOneAndUpdate", start, act);
      const { tokens } = await bodyOf<SignedIn>(response);
      expect(await refreshes(scene.first, tokens.refreshToken)).toBe(true);
    });

    it("somebody else signed in: both sessions are kept", async () => {
      const scene = await setUp(form);
      const { email } = scene.account.user;
      const other = async () =>
        expect(await refreshes(scene.first, (await signIn(scene.first, email)).tokens.refreshToken)).toBe(true);
      const response = await meanwhile(scene, "findOneAndUpdate", (slow) => logIn(slow, email), other);
      expect(response.status).toBe(200);
      const { accessToken: token } = scene.account.tokens;
      const { items } = await (await scene.first.call("GET", "/me/sessions", { token })).json();
      expect(items).toHaveLength(3);
    });
  });

  describe("a password change", () => {
    it("its own session was refreshed: it succeeds, and the refreshed session lives on", async () => {
      const scene = await setUp(form);
      const { first, account } = scene;
      let next: Tokens | undefined;
      const response = await meanwhile(
        scene,
        "findOneAndUpdate",
        (slow) => changePassword(slow, account),
        async () => {
          next = await refresh(first, account.tokens);
        },
      );
      expect(response.status).toBe(204);
      expect(await refreshes(first, next?.refreshToken as string)).toBe(true);
      expect((await logIn(first, account.user.email, newPassword)).status).toBe(200);
    });

    it("somebody signed in with the old password: that session is over (Q52)", async () => {
      const scene = await setUp(form);
      const { first, account } = scene;
      let other: SignedIn | undefined;
      const response = await meanwhile(
        scene,
        "findOneAndUpdate",
        (slow) => changePassword(slow, account),
        async () => {
          other = await signIn(first, account.user.email);
        },
      );
      expect(response.status).toBe(204);
      expect(await refreshes(first, other?.tokens.refreshToken as string)).toBe(false);
    });

    it("its session was signed out of: it is refused, and the old password stays", async () => {
      const scene = await setUp(form);
      const { first, account } = scene;
      const { refreshToken } = account.tokens;
      const response = await meanwhile(
        scene,
        "findOneAndUpdate",
        (slow) => changePassword(slow, account),
        () => first.call("POST", "/auth/logout", { body: { refreshToken } }),
      );
      expect(await refusalOf(response)).toBe("401 invalid_token");
      expect((await logIn(first, account.user.email)).status).toBe(200);
    });
  });

  describe("ending one's other sessions", () => {
    const endOthers = (account: SignedIn) => (slow: TestRollcall) =>
      slow.call("DELETE", "/me/sessions", { token: account.tokens.accessToken });

    it("its own session was refreshed: it succeeds, and the refreshed session lives on", async () => {
      const scene = await setUp(form);
      let next: Tokens | undefined;
      const response = await meanwhile(scene, "findOneAndUpdate", endOthers(scene.account), async () => {
        next = await refresh(scene.first, scene.account.tokens);
      });
      expect(response.status).toBe(204);
      expect(await refreshes(scene.first, next?.refreshToken as string)).toBe(true);
    });

    it("another session began: it ends, too", async () => {
      const scene = await setUp(form);
      let other: SignedIn | undefined;
      const response = await meanwhile(scene, "findOneAndUpdate", endOthers(scene.account), async () => {
        other = await signIn(scene.first, scene.account.user.email);
      });
      expect(response.status).toBe(204);
      expect(await refreshes(scene.first, other?.tokens.refreshToken as string)).toBe(false);
    });
  });

  describe("deleting one's account", () => {
    it("the password was changed: it is refused, and the account stays", async () => {
      const scene = await setUp(form);
      const { first, account } = scene;
      const start = (slow: TestRollcall) => deleteMe(slow, account);
      const response = await meanwhile(scene, "updateOne", start, () => changePassword(first, account));
      expect(await refusalOf(response)).toBe("422 validation_failed");
      expect((await logIn(first, account.user.email, newPassword)).status).toBe(200);
    });

    it("its session ended: it is refused, and the account stays", async () => {
      const scene = await setUp(form);
      const { first, account } = scene;
      const { refreshToken } = account.tokens;
      const start = (slow: TestRollcall) => deleteMe(slow, account);
      const response = await meanwhile(scene, "updateOne", start, () =>
        first.call("POST", "/auth/logout", { body: { refreshToken } }),
      );
      expect(await refusalOf(response)).toBe("401 invalid_token");
      expect((await logIn(first, account.user.email)).status).toBe(200);
    });

    it("it was made an administrator: the last one stays", async () => {
      const scene = await setUp(form);
      const { first, account, adminToken: token } = scene;
      const start = (slow: TestRollcall) => deleteMe(slow, account);
      const response = await meanwhile(scene, "updateOne", start, async () => {
        await first.call("PATCH", `/users/${account.user.id}`, { token, body: { roles: ["admin"] } });
        await first.call("DELETE", "/me", { token, body: { password } });
      });
      expect(await refusalOf(response)).toBe("409 conflict");
    });

    it("somebody else deleted it: it succeeds all the same", async () => {
      const scene = await setUp(form);
      const { first, account, adminToken: token } = scene;
      const start = (slow: TestRollcall) => deleteMe(slow, account);
      const response = await meanwhile(scene, "updateOne", start, () =>
        first.call("DELETE", `/users/${account.user.id}`, { token }),
      );
      expect(response.status).toBe(204);
    });
  });
});
