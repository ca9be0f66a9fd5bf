import { expect, it } from "vitest";
import { signUp } from "../../../../test/support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../../../../test/support/databases.ts";
import { password, startRollcall } from "../../../../test/support/rollcall.ts";
import { systemContext } from "../context.ts";
import { compareAndSet } from "../database/compare-and-set.ts";
import { mergeUpdates } from "../database/update.ts";
import { users } from "../user/index.ts";
import { encodeOneTimeToken, issueOneTime, issueUndo, openUndo, present, undoPurposes, voidUndo } from "./index.ts";

/** Ada's account, and what is issued for it. */
async function setUp(form: DatabaseForm) {
  const rollcall = startRollcall({ form });
  const { user, tokens } = await signUp(rollcall);
  const ctx = systemContext(rollcall.dependencies);
  const accounts = rollcall.dependencies.database.collection(users);
  const read = async () => (await accounts.findOne({ _id: user.id })) ?? expect.fail("no account");
  const tokenOf = (purpose: "revert" | "not-me" | "code", id: string) =>
    encodeOneTimeToken(rollcall.dependencies.secrets, { userId: user.id, purpose, id });
  const value = { email: user.email };
  return {
    ctx,
    rollcall,
    tokens,
    accounts,
    read,
    tokenOf,
    async issue(purpose: "revert" | "not-me") {
      const { entry, update } = issueUndo(ctx, await read(), purpose, value);
      await accounts.updateOne({ _id: user.id }, update);
      return tokenOf(purpose, entry.id);
    },
    async issueCode() {
      const { entry, update } = issueOneTime(ctx, "code", { ...value, lifetime: 600 });
      await accounts.updateOne({ _id: user.id }, update);
      return tokenOf("code", entry.id);
    },
    async use(token: string) {
      const { expected, use } = await present(ctx, { token }, "revert", "not-me", "code");
      return (await compareAndSet(accounts, expected, use)) !== null;
    },
  };
}

describeOnEachDatabase("a value that undoes something", (form) => {
  it("is good beside others of its kind, each once", async () => {
    const { issue, use } = await setUp(form);
    const tokens = [await issue("not-me"), await issue("not-me"), await issue("revert")];
    for (const token of tokens) expect(await use(token)).toBe(true);
    for (const token of tokens) await expect(use(token)).rejects.toMatchObject({ code: "code_used" });
  });

  it("outlives a change of credentials, which voids all others", async () => {
    const { rollcall, tokens, issue, issueCode, use } = await setUp(form);
    const [undo, code] = [await issue("not-me"), await issueCode()];
    const body = { currentPassword: password, newPassword: "seven lighthouses in a row" };
    const changed = await rollcall.call("POST", "/me/password", { token: tokens.accessToken, body });
    expect(changed.status).toBe(204);
    await expect(use(code)).rejects.toMatchObject({ code: "code_expired" });
    expect(await use(undo)).toBe(true);
  });

  it("makes room for newer ones beyond a number of them, the oldest first, and when it is used or late", async () => {
    const { rollcall, issue, use, read, ctx } = await setUp(form);
    const oldest = await issue("not-me");
    const others: string[] = [];
    while (others.length < undoPurposes["not-me"]) {
      rollcall.clock.advance(1);
      others.push(await issue("not-me"));
    }
    await expect(use(oldest)).rejects.toMatchObject({ code: "code_expired" });
    for (const token of others) expect(await use(token)).toBe(true);
    await issue("not-me");
    rollcall.clock.advance(7 * 86_400);
    await issue("not-me");
    const account = await read();
    expect(Object.keys(account.oneTime?.["not-me"] ?? {})).toHaveLength(1);
    expect(openUndo(ctx, account, "not-me")).toHaveLength(1);
  });

  it("can be voided apart from its kind", async () => {
    const { issue, use, accounts, read } = await setUp(form);
    const [first, second] = [await issue("revert"), await issue("revert")];
    const account = await read();
    const [kept] = Object.keys(account.oneTime?.revert ?? {});
    const update = mergeUpdates(voidUndo(account, "revert", ({ id }) => id !== kept));
    await accounts.updateOne({ _id: account._id }, update);
    expect(await use(first)).toBe(true);
    await expect(use(second)).rejects.toMatchObject({ code: "code_expired" });
  });
});
