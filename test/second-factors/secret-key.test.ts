import { randomBytes } from "node:crypto";
import { createSecrets, type Database } from "@rollcall/core";
import { resealAccounts } from "@rollcall/core/resealing";
import { expect, it } from "vitest";
import { systemContext } from "../../packages/core/src/context.ts";
import { newRecoveryCodes } from "../../packages/core/src/recovery-code/index.ts";
import { newUserDocument, users } from "../../packages/core/src/user/index.ts";
import { bodyOf, confirmAddress, signUp, statusOf } from "../support/accounts.ts";
import { type DatabaseForm, describeOnEachDatabase } from "../support/databases.ts";
import {
  addApp,
  answerWith,
  askedFor,
  nextCode,
  type Protected,
  signInWithApp,
  signUpProtected,
  storedAccount,
} from "../support/factors.ts";
import { startRollcall, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";
const [older, newer] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];

/** A service before, early in, amid and after the replacement of its key, on one database. */
function startEach(form: DatabaseForm) {
  const before = startRollcall({ form, secretKeys: [older] });
  const withKeys = (...secretKeys: string[]): TestRollcall => {
    const rollcall = startRollcall({ shares: before.storage, secretKeys });
    return { ...rollcall, clock: Object.assign(rollcall.clock, before.clock) };
  };
  const early = withKeys(older, newer);
  const amid = withKeys(newer, older);
  const after = withKeys(newer);
  /** The signing keys are sealed anew, without which nothing could be signed with the newer key alone. */
  const rotate = () => amid.dependencies.keyRing.rotate({ olderThan: 86_400 });
  return { before, early, amid, after, rotate };
}

const reseal = ({ dependencies }: TestRollcall, mayGoOn?: () => boolean) => resealAccounts(dependencies, mayGoOn);

async function enter(rollcall: TestRollcall, recoveryCode: string | undefined): Promise<string> {
  const { mfaToken } = await askedFor(rollcall, email);
  return statusOf(answerWith(rollcall, mfaToken, { recoveryCode }));
}

/** Accounts with recovery codes, which `rollcall` has sealed. */
async function insertAccounts({ dependencies }: TestRollcall, count: number): Promise<void> {
  const ctx = systemContext(dependencies);
  const writes = Array.from({ length: count }, (_, index) => {
    const fields = { email: `${index}@example.com`, name: null, roles: [], passwordHash: null };
    const account = newUserDocument(ctx, fields);
    const { stored } = newRecoveryCodes(ctx, account._id);
    const { newestId: sealedUnder } = dependencies.secrets;
    return { insertOne: { document: { ...account, recoveryCodes: stored, sealedUnder } } };
  });
  await dependencies.database.collection(users).bulkWrite(writes);
}

describeOnEachDatabase("when SECRET_KEY is replaced, authenticator apps and recovery codes", (form) => {
  it("go on while both keys are listed, whichever process has sealed them (Q185)", async () => {
    const { before, amid } = startEach(form);
    const account = await signUpProtected(before, email);
    await signInWithApp(amid, account);
    expect(await enter(amid, account.app.recoveryCodes[0])).toBe("200");
    const { mfaToken } = await askedFor(before, email);
    expect(await statusOf(answerWith(amid, mfaToken, { code: nextCode(amid, account.app) }))).toBe("200");
  });

  it("go on with the new key alone once they were sealed under it by the schedule (Q185)", async () => {
    const { before, amid, after, rotate } = startEach(form);
    const account = await signUpProtected(before, email);
    const tablet = await addApp(before, account.tokens.accessToken, "Tablet");
    await rotate();
    expect(await reseal(amid)).toEqual({ resealed: 1, unreadable: 0, isComplete: true });
    expect(await reseal(amid)).toEqual({ resealed: 0, unreadable: 0, isComplete: true });
    await signInWithApp(after, account);
    await signInWithApp(after, { email, app: tablet });
    expect(await enter(after, account.app.recoveryCodes[0])).toBe("200");
  });

  it("go on with the new key alone where a process that seals with the old one has used them since (Q185)", async () => {
    const { early, amid, after, rotate } = startEach(form);
    const account = await signUpProtected(early, email);
    await rotate();
    expect(await reseal(amid)).toMatchObject({ resealed: 1, isComplete: true });
    await signInWithApp(early, account);
    expect(await enter(early, account.app.recoveryCodes[0])).toBe("200");
    expect(await reseal(amid)).toEqual({ resealed: 0, unreadable: 0, isComplete: true });
    await signInWithApp(after, account);
    expect(await enter(after, account.app.recoveryCodes[1])).toBe("200");
  });

  it("are set up also where the key is replaced amid that", async () => {
    const { before, amid } = startEach(form);
    const { tokens } = await signUp(before, email);
    await confirmAddress(before, email);
    const token = tokens.accessToken;
    const [first, second] = [before, amid].map((service) => ({
      ...service,
      call: (...[method, path, options]: Parameters<TestRollcall["call"]>) =>
        (path.endsWith("confirm") ? amid : service).call(method, path, options),
    }));
    const app = await addApp(first as TestRollcall, token);
    expect(app.recoveryCodes).toHaveLength(10);
    await signInWithApp(amid, { email, app });
    await addApp(second as TestRollcall, token);
  });

  it("are found by what an account says of its key, also where two keys were in use at once", async () => {
    const { before, amid, after, rotate } = startEach(form);
    const account = await signUpProtected(before, email);
    expect(await reseal(amid)).toMatchObject({ resealed: 1 });
    // A process that has not heard of the new key yet. It cannot read what was sealed under it, but it can seal.
    const tablet = await addApp(before, account.tokens.accessToken, "Tablet");
    expect((await storedAccount(amid, account.user.id)).sealedUnder).toBe("several");
    expect(await reseal(amid)).toEqual({ resealed: 1, unreadable: 0, isComplete: true });
    await rotate();
    for (const app of [account.app, tablet]) await signInWithApp(after, { email, app });
  });

  it("are left alone, counted and told of where no key opens them, and open again with the key", async () => {
    const { before, amid, after, rotate } = startEach(form);
    const account = await signUpProtected(before, email);
    await rotate();
    expect(await reseal(after)).toEqual({ resealed: 0, unreadable: 1, isComplete: true });
    for (const answer of [{ code: nextCode(after, account.app) }, { recoveryCode: account.app.recoveryCodes[0] }]) {
      const { mfaToken } = await askedFor(after, email);
      expect(await statusOf(answerWith(after, mfaToken, answer))).toBe("401 invalid_credentials");
      expect(after.logs.at(-1)).toContain('"secret_key.missing"');
    }
    expect(await reseal(amid)).toMatchObject({ resealed: 1, unreadable: 0 });
    await signInWithApp(after, account);
  });

  it("are sealed anew in batches, of which some may be left for another time", async () => {
    const { before, amid } = startEach(form);
    await insertAccounts(before, 230);
    let batches = 0;
    expect(await reseal(amid, () => ++batches < 2)).toEqual({ resealed: 200, unreadable: 0, isComplete: false });
    const runs = await Promise.all([reseal(amid), reseal(amid)]);
    expect(runs[0].resealed + runs[1].resealed).toBe(30);
    expect(await reseal(amid)).toEqual({ resealed: 0, unreadable: 0, isComplete: true });
  });

  it("are not overwritten by what they were when they change meanwhile, nor taken for what was not read", async () => {
    const { before, amid, after, rotate } = startEach(form);
    const account = await signUpProtected(before, email);
    await rotate();
    const { database, secrets } = amid.dependencies;
    let codes: string[] = [];
    let tablet = account.app;
    for (const happens of [
      async () => {
        codes = await replaced(before, account);
      },
      async () => {
        tablet = await addApp(before, account.tokens.accessToken, "Tablet");
      },
    ]) {
      const none = { resealed: 0, unreadable: 0, isComplete: false };
      expect(await resealAccounts({ database: beforeWrites(database, happens), secrets })).toEqual(none);
    }
    expect(await reseal(amid)).toEqual({ resealed: 1, unreadable: 0, isComplete: true });
    expect(await enter(after, codes[0])).toBe("200");
    for (const app of [account.app, tablet]) await signInWithApp(after, { email, app });
  });
});

async function replaced(rollcall: TestRollcall, { tokens }: Protected): Promise<string[]> {
  const answer = await rollcall.call("POST", "/me/recovery-codes", { token: tokens.accessToken });
  expect(answer.status).toBe(200);
  return (await bodyOf<{ recoveryCodes: string[] }>(answer)).recoveryCodes;
}

/** A view of a database on which something happens between a read and the writes that follow from it. */
function beforeWrites(database: Database, happens: () => Promise<void>): Database {
  return {
    ...database,
    collection(definition) {
      const collection = database.collection(definition);
      return {
        ...collection,
        find: (filter, options) => collection.find(filter, options),
        async bulkWrite(writes) {
          await happens();
          return collection.bulkWrite(writes);
        },
      };
    },
  };
}

it("the id of a key tells it from others, and is none of what follows from it", () => {
  const [one, other] = [createSecrets([older]), createSecrets([newer, older])];
  expect(one.newestId).toMatch(/^[\w-]{16}$/);
  expect(createSecrets([older, newer]).newestId).toBe(one.newestId);
  expect(other.newestId).not.toBe(one.newestId);
  expect(older).not.toContain(one.newestId);
  expect(createSecrets([]).newestId).toBe("");
});
