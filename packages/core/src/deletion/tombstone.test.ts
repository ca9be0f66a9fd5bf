import { expect, it } from "vitest";
import { administrate, bodyOf, logIn, refusalOf, signUp } from "../../../../test/support/accounts.ts";
import { describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { eventsOf } from "../../../../test/support/events.ts";
import { mailsOf } from "../../../../test/support/mails.ts";
import { password, startRollcall, type TestRollcall } from "../../../../test/support/rollcall.ts";
import { systemContext } from "../context.ts";
import { queue } from "../outbox/index.ts";
import { type UserDocument, users, usersOf } from "../user/index.ts";
import { deleteUser } from "./index.ts";

const everyAccount = (rollcall: TestRollcall) => rollcall.storage.database.collection(users);

const stored = async (rollcall: TestRollcall, id: string) =>
  (await everyAccount(rollcall).findOne({ _id: id })) as UserDocument;

function deleteMe(rollcall: TestRollcall, token: string): Promise<Response> {
  return rollcall.call("DELETE", "/me", { token, body: { password } });
}

describeOnEachDatabase("a deleted account", (form) => {
  it("is told of by its own outbox: an event, and one last mail in its language, and no other (Q56)", async () => {
    const rollcall = startRollcall({ form });
    const headers = { "accept-language": "de" };
    const body = { email: "ada@example.com", password, name: "Ada" };
    const { user, tokens } = await bodyOf<Awaited<ReturnType<typeof signUp>>>(
      await rollcall.call("POST", "/auth/register", { body, headers }),
    );
    expect(Object.values((await stored(rollcall, user.id)).outbox ?? {})).toHaveLength(3);
    await deleteMe(rollcall, tokens.accessToken);
    const mails = await mailsOf(rollcall);
    expect(mails).toMatchObject([{ template: "account-deleted", to: "ada@example.com", link: undefined }]);
    expect(mails[0]?.subject).toMatch(/gelöscht/);
    const told = await eventsOf(rollcall, user.id);
    expect(told.map(({ type }) => type).toSorted()).toEqual(["session.started", "user.deleted", "user.registered"]);
    expect(told.find(({ type }) => type === "user.deleted")).toMatchObject({ actor: { type: "user", id: user.id } });
    expect(await stored(rollcall, user.id)).toMatchObject({ outbox: {}, outboxDue: null });
  });

  it("is deleted by an administrator, or a command, in the same way (Q56)", async () => {
    const rollcall = startRollcall({ form });
    const { admin, create, remove } = await administrate(rollcall);
    const ids: string[] = [];
    for (const name of ["ada", "grace"]) {
      ids.push((await bodyOf<{ id: string }>(await create({ email: `${name}@example.com`, password }))).id);
    }
    const [ada = "", grace = ""] = ids;
    expect((await remove(ada)).status).toBe(204);
    expect(await refusalOf(await remove(ada))).toBe("404 not_found");
    await deleteUser(systemContext(rollcall.dependencies), grace);
    const deletions = (await eventsOf(rollcall)).filter(({ type }) => type === "user.deleted");
    expect(deletions).toMatchObject([
      { userId: ada, actor: { type: "admin", id: admin.user.id } },
      { userId: grace, actor: { type: "system", id: null } },
    ]);
    expect((await mailsOf(rollcall)).map(({ to, template }) => [to, template])).toEqual([
      ["ada@example.com", "account-deleted"],
      ["grace@example.com", "account-deleted"],
    ]);
  });

  it("is found by nothing that looks for an account, and its address is anybody's at once (Q56)", async () => {
    const rollcall = startRollcall({ form });
    const { admin, page, read, edit, list } = await administrate(rollcall);
    const as = (method: string, path: string) => rollcall.call(method, path, { token: admin.token });
    const { user, tokens } = await signUp(rollcall, "ada@example.com", { name: "Ada Lovelace" });
    await deleteMe(rollcall, tokens.accessToken);
    const everybody = { items: [{ id: admin.user.id }], nextCursor: null };
    expect(await page()).toMatchObject(everybody);
    const first = await page({ limit: 1 });
    expect(first.items).toMatchObject(everybody.items);
    expect(await page({ limit: 1, cursor: first.nextCursor ?? "" })).toEqual({ items: [], nextCursor: null });
    for (const q of ["ada", "deleted", user.id]) expect((await page({ q })).items).toEqual([]);
    expect((await page({ status: "disabled" })).items).toEqual([]);
    expect(await refusalOf(await list("status=deleted"))).toBe("422 validation_failed");
    expect(await refusalOf(await edit(user.id, { status: "deleted" }))).toBe("422 validation_failed");
    const refusals = [
      await read(user.id),
      await edit(user.id, { name: "Eve" }),
      await edit(user.id, { status: "active" }),
      await as("GET", `/users/${user.id}/sessions`),
      await as("DELETE", `/users/${user.id}/sessions`),
      await as("POST", `/users/${user.id}/password-reset`),
      await as("DELETE", `/users/${user.id}`),
    ];
    for (const refusal of refusals) expect(await refusalOf(refusal)).toBe("404 not_found");
    expect((await logIn(rollcall, "ada@example.com")).status).toBe(401);
    const again = await signUp(rollcall, "ada@example.com");
    expect(again.user.id).not.toBe(user.id);
    expect((await page({ q: "ada" })).items).toMatchObject([{ id: again.user.id }]);
  });

  it("takes no mail along that was queued at the moment when it was deleted (Q56)", async () => {
    const rollcall = startRollcall({ form });
    const { user, tokens } = await signUp(rollcall);
    await mailsOf(rollcall);
    await deleteMe(rollcall, tokens.accessToken);
    const mail = { template: "password-changed", to: "ada@example.com", data: { name: "Ada", at: "" } } as const;
    const late = queue(systemContext(rollcall.dependencies), null, mail);
    expect(await usersOf(rollcall.dependencies).updateOne({ _id: user.id }, late)).toBe(false);
    await everyAccount(rollcall).updateOne({ _id: user.id }, late);
    const mails = await mailsOf(rollcall, "ada@example.com");
    expect(mails.map(({ template }) => template)).toEqual(["verify-email", "account-deleted"]);
    expect(await stored(rollcall, user.id)).toMatchObject({ outbox: {} });
  });
});
