import { retain } from "@rollcall/core/retention";
import { expect, it } from "vitest";
import { bodyOf, logIn, refreshes, refusalOf, signInAsAdministrator, statusOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { addApp, askedFor, nextCode, refreshed, signInWithApp, signUpProtected } from "../support/factors.ts";
import { mailOf } from "../support/mails.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";
import { changeAddress, type FactorList, factorsOf, keep, removalMails, remove } from "./removals.ts";

const day = 86_400;
const email = "ada@example.com";
const reason = "Lost the phone; case 4711";

describeOnEachDatabase("factors whose removal the owner can stop for a while", (form) => {
  async function startRemoval() {
    const rollcall = startRollcall({ form, settings: { factorRemovalDelay: 3 * day } });
    const ada = await signUpProtected(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    const response = await remove(rollcall, admin.token, ada.user.id, reason);
    expect(response.status).toBe(202);
    const { removesAt } = await bodyOf<{ removesAt: string }>(response);
    const asAdmin = () => factorsOf(rollcall, admin.token, ada.user.id);
    const typesOf = async () =>
      (await eventsOf(rollcall, ada.user.id)).map(({ type }) => type).filter((type) => type.startsWith("factors."));
    return { rollcall, ada, admin, removesAt, asAdmin, typesOf };
  }

  /** The time is over, and a schedule has looked. */
  async function letTimePass({ dependencies, clock }: TestRollcall) {
    clock.advance(3 * day);
    return (await retain(dependencies)).factors;
  }

  const linkOf = async (rollcall: TestRollcall, to = email) => (await mailOf(rollcall, "factors-removal", to)).token;

  it("are asked for until then, and gone once, when it is due (Q131)", async () => {
    const { rollcall, ada, admin, removesAt, asAdmin, typesOf } = await startRemoval();
    expect(Date.parse(removesAt) - rollcall.clock.now().getTime()).toBeGreaterThan(3 * day * 1_000 - 60_000);
    expect(await asAdmin()).toMatchObject({ items: [{ id: ada.app.id }], recoveryCodesLeft: 10, removesAt });
    expect(await refreshes(rollcall, ada.tokens.refreshToken)).toBe(true);
    expect(await removalMails(rollcall)).toEqual([[email, "factors-removal"]]);
    rollcall.clock.advance(3 * day - 60);
    expect(await retain(rollcall.dependencies)).toMatchObject({ factors: 0 });
    await askedFor(rollcall, email);
    rollcall.clock.advance(60);
    const runs = await Promise.all([1, 2, 3].map(() => retain(rollcall.dependencies)));
    expect(runs.reduce((sum, { factors }) => sum + factors, 0)).toBe(1);
    expect((await logIn(rollcall, email)).status).toBe(200);
    expect(await typesOf()).toEqual(["factors.removal_requested", "factors.removed"]);
    const removed = (await eventsOf(rollcall, ada.user.id)).find(({ type }) => type === "factors.removed");
    expect(removed).toMatchObject({
      actor: { type: "admin", id: admin.user.id },
      data: { by: "administrator", reason },
      requestId: null,
    });
    expect(await removalMails(rollcall)).toEqual([
      [email, "factors-removal"],
      [email, "factors-removed"],
    ]);
  });

  it("stay when the owner follows the link of the mail, at whichever address, once (Q131)", async () => {
    const rollcall = startRollcall({ form, settings: { factorRemovalDelay: 3 * day } });
    const ada = await signUpProtected(rollcall);
    const admin = await signInAsAdministrator(rollcall);
    await changeAddress(rollcall, ada, "mallory@example.org");
    await remove(rollcall, admin.token, ada.user.id, reason);
    const links = [await linkOf(rollcall), await linkOf(rollcall, "mallory@example.org")];
    expect(new Set(links).size).toBe(2);
    expect(await statusOf(keep(rollcall, links[0]))).toBe("204");
    for (const link of links) expect(await refusalOf(await keep(rollcall, link))).toBe("410 code_used");
    expect(await letTimePass(rollcall)).toBe(0);
    expect(await factorsOf(rollcall, (await refreshed(rollcall, admin.tokens)).accessToken, ada.user.id)).toMatchObject(
      {
        items: [{ id: ada.app.id }],
        removesAt: null,
      },
    );
    expect((await removalMails(rollcall)).slice(2).toSorted()).toEqual([
      [email, "factors-kept"],
      ["mallory@example.org", "factors-kept"],
    ]);
    const stopped = (await eventsOf(rollcall, ada.user.id)).filter(({ type }) => type === "factors.removal_stopped");
    expect(stopped).toMatchObject([{ actor: { type: "user", id: ada.user.id }, data: { by: "mail" } }]);
    // The account is Mallory's by its address only: the sessions and the factor are as they were.
    await signInWithApp(rollcall, { ...ada, email: "mallory@example.org" });
  });

  it("stay as well when somebody signs in with one, or proves one, or sets another one up (Q131)", async () => {
    const acts: ((rollcall: TestRollcall, ada: Awaited<ReturnType<typeof signUpProtected>>) => Promise<unknown>)[] = [
      (rollcall, ada) => signInWithApp(rollcall, ada),
      async (rollcall, { app, tokens }) => {
        const body = { code: nextCode(rollcall, app) };
        expect((await rollcall.call("POST", "/me/verify", { token: tokens.accessToken, body })).status).toBe(200);
      },
      async (rollcall, { app: { recoveryCodes }, tokens }) => {
        const body = { recoveryCode: recoveryCodes[0] };
        expect((await rollcall.call("POST", "/me/verify", { token: tokens.accessToken, body })).status).toBe(200);
      },
      (rollcall, { tokens }) => addApp(rollcall, tokens.accessToken, "Another"),
      async (rollcall, { tokens }) => {
        expect((await rollcall.call("POST", "/me/recovery-codes", { token: tokens.accessToken })).status).toBe(200);
      },
    ];
    for (const act of acts) {
      const { rollcall, ada, typesOf } = await startRemoval();
      const link = await linkOf(rollcall);
      await act(rollcall, ada);
      expect(await typesOf()).toEqual(["factors.removal_requested", "factors.removal_stopped"]);
      expect((await removalMails(rollcall)).at(-1)).toEqual([email, "factors-kept"]);
      expect(await refusalOf(await keep(rollcall, link))).toBe("410 code_used");
      expect(await letTimePass(rollcall)).toBe(0);
      await askedFor(rollcall, email);
    }
  });

  it("are not there to be removed once their owner has removed the last one (Q131)", async () => {
    const { rollcall, ada, typesOf } = await startRemoval();
    const { accessToken: token } = ada.tokens;
    expect(await statusOf(rollcall.call("DELETE", `/me/factors/${ada.app.id}`, { token }))).toBe("204");
    expect(await typesOf()).toEqual(["factors.removal_requested", "factors.removal_stopped"]);
    expect(await letTimePass(rollcall)).toBe(0);
  });

  it("are not kept by whoever only knows the password, or has the mailbox (Q131)", async () => {
    const { rollcall, ada } = await startRemoval();
    await askedFor(rollcall, email);
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    const { token } = await mailOf(rollcall, "reset-password", email);
    const body = { token, newPassword: "seven lighthouses in a row" };
    expect((await rollcall.call("POST", "/auth/password/reset", { body })).status).toBe(204);
    // Nor does that take the link from the owner.
    expect(await statusOf(keep(rollcall, await linkOf(rollcall)))).toBe("204");
    expect(await letTimePass(rollcall)).toBe(0);
    expect((await rollcall.call("GET", "/me", { token: ada.tokens.accessToken })).status).toBe(401);
  });

  it("are removed at the time that was told, however often it is asked for (Q131)", async () => {
    const { rollcall, ada, admin, removesAt, typesOf } = await startRemoval();
    rollcall.clock.advance(300);
    const again = await remove(rollcall, admin.token, ada.user.id, "Another reason");
    expect([again.status, await bodyOf(again)]).toEqual([202, { removesAt }]);
    expect(await removalMails(rollcall)).toHaveLength(1);
    expect(await typesOf()).toEqual(["factors.removal_requested"]);
    expect(await statusOf(keep(rollcall, await linkOf(rollcall)))).toBe("204");
    // A stop is for the one removal that it was about.
    const anew = await remove(rollcall, admin.token, ada.user.id, reason);
    expect([anew.status, (await bodyOf<{ removesAt: string }>(anew)).removesAt > removesAt]).toEqual([202, true]);
    expect(await letTimePass(rollcall)).toBe(1);
  });

  it("are shown to the owner with the time (Q131)", async () => {
    const { rollcall, ada, removesAt } = await startRemoval();
    const mine = await rollcall.call("GET", "/me/factors", { token: ada.tokens.accessToken });
    expect((await bodyOf<FactorList>(mine)).removesAt).toBe(removesAt);
  });

  it("stay when an administrator disables the account meanwhile (Q131)", async () => {
    const { rollcall, ada, admin, asAdmin, typesOf } = await startRemoval();
    const link = await linkOf(rollcall);
    for (const status of ["disabled", "active"]) {
      const edit = { token: admin.token, body: { status } };
      expect((await rollcall.call("PATCH", `/users/${ada.user.id}`, edit)).status).toBe(200);
    }
    expect(await asAdmin()).toMatchObject({ items: [{ id: ada.app.id }], removesAt: null });
    expect(await typesOf()).toEqual(["factors.removal_requested", "factors.removal_stopped"]);
    expect(await refusalOf(await keep(rollcall, link))).toBe("410 code_used");
    expect(await letTimePass(rollcall)).toBe(0);
  });

  it("refuse a link that is none, or of something else, or too old (Q131)", async () => {
    const { rollcall } = await startRemoval();
    const link = (await linkOf(rollcall)) as string;
    await rollcall.call("POST", "/auth/password/forgot", { body: { email } });
    const { token: reset } = await mailOf(rollcall, "reset-password", email);
    for (const token of [
      "x",
      reset,
      link.slice(0, -4),
      `${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`,
      `B${link.slice(1)}`,
    ]) {
      expect(await refusalOf(await keep(rollcall, token))).toBe("410 code_expired");
    }
    expect(await refusalOf(await keep(rollcall, undefined))).toBe("422 validation_failed");
    rollcall.clock.advance(3 * day);
    expect(await refusalOf(await keep(rollcall, link))).toBe("410 code_expired");
    await retain(rollcall.dependencies);
    expect(await refusalOf(await keep(rollcall, link))).toBe("410 code_expired");
  });
});
