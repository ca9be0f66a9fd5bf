import { users } from "@rollcall/core";
import { DuplicateKeyError } from "../../packages/core/src/database/collection.ts";
import type { Judged } from "./check.ts";
import { fieldsOf, type Mutation, mutated, mutatedWrites, type Write } from "./mutation.ts";
import type { VerbName } from "./verbs.ts";

/** A fault of a kind that verbs could have, put into them by a view of the database. */
export interface Defect {
  name: string;
  /** Verbs that show it, and the invariant that it breaks. */
  verbs: readonly VerbName[];
  breaks: Judged;
  /** Whether it shows where the database does not keep addresses unique. */
  lacksUnique?: true;
  mutate: Mutation;
}

/** Writes on accounts that do not expect what they should. */
const expectingLess = (isForgotten: (field: string) => boolean): Mutation =>
  mutatedWrites("users", ({ filter, write }) => write(fieldsOf(filter, (field) => !isForgotten(field))));

/** One write as two: of some fields that it sets, and of everything else before or after that. */
async function inTwo(
  { collection, filter, update, write }: Write,
  isApart: (field: string) => boolean,
  comes: "first" | "last",
) {
  const apart = { $set: fieldsOf(update.$set, isApart) };
  const rest = { ...update, $set: fieldsOf(update.$set, (field) => !isApart(field)) };
  if (Object.keys(apart.$set).length === 0) return write();
  const { _id } = filter;
  if (comes === "first") await collection.updateOne({ _id }, apart);
  const done = await write(filter, rest);
  if (done && comes === "last") await collection.updateOne({ _id }, apart);
  return done;
}

const isOutbox = (field: string) => field.startsWith("outbox");
const hasStep = ({ update }: Write) => Object.keys(update.$inc ?? {}).some((field) => field.endsWith(".step"));

/** What is to be incremented, read first and written then. */
async function readThenWrite({ collection, filter, update, isUpsert, write }: Write) {
  const seen = (await collection.findOne(filter)) ?? (isUpsert ? filter : null);
  if (!seen) return null;
  const sums = Object.entries(update.$inc ?? {}).map(([path, by]) => {
    const value = path.split(".").reduce((part, key) => part?.[key], seen);
    return [path, Number(value ?? 0) + by];
  });
  return write(
    { _id: seen._id },
    { $set: { ...update.$set, ...Object.fromEntries(sums) }, ...(update.$unset && { $unset: update.$unset }) },
  );
}

export const defects: readonly Defect[] = [
  {
    name: "a refresh that does not expect its step",
    verbs: ["refresh", "refresh"],
    breaks: "one live refresh token",
    mutate: expectingLess((field) => field.endsWith(".step")),
  },
  {
    name: "a step that is read first and written then",
    verbs: ["refresh", "sign out"],
    breaks: "one after the other",
    mutate: mutatedWrites("users", (write) => (hasStep(write) ? readThenWrite(write) : write.write())),
  },
  {
    name: "a refresh that forgets its attempt",
    verbs: ["refresh", "sign in"],
    breaks: "tokens",
    mutate: mutatedWrites("users", ({ filter, update, write }) =>
      write(filter, { ...update, $set: fieldsOf(update.$set, (field) => !field.endsWith(".attempt")) }),
    ),
  },
  {
    name: "a forgotten credentialVersion",
    verbs: ["sign in", "change password"],
    breaks: "nothing survives a change of credentials",
    mutate: expectingLess((field) => field === "credentialVersion"),
  },
  {
    name: "writes that expect nothing",
    verbs: ["change password", "reset password"],
    breaks: "one after the other",
    mutate: expectingLess((field) => !["_id", "email", "deletedAt"].includes(field)),
  },
  {
    name: "mails that are good twice",
    verbs: ["reset password", "reset password"],
    breaks: "one after the other",
    mutate: expectingLess((field) => field.endsWith(".usedAt") || field === "passwordHash"),
  },
  {
    name: "a mail that is voided after the change",
    verbs: ["change password", "reset password"],
    breaks: "nothing survives a change of credentials",
    mutate: mutatedWrites("users", async ({ collection, filter, update, write }) => {
      if (!update.$unset?.["oneTime.reset"]) return write();
      const { $unset, ...rest } = update;
      const done = await write(filter, rest);
      if (done) await collection.updateOne({ _id: filter._id }, { $unset });
      return done;
    }),
  },
  {
    name: "what is told in a second write",
    verbs: ["change password", "refresh"],
    breaks: "mails and events",
    mutate: mutatedWrites("users", (write) => inTwo(write, isOutbox, "last")),
  },
  {
    name: "what is told before it is done",
    verbs: ["change password", "sign out"],
    breaks: "mails and events",
    mutate: mutatedWrites("users", (write) => inTwo(write, isOutbox, "first")),
  },
  {
    name: "a relay that does not expect its lease",
    verbs: ["relay", "change name"],
    breaks: "mails and events",
    mutate: expectingLess((field) => field === "outboxDue"),
  },
  {
    name: "a relay that takes for ever",
    verbs: ["relay", "sign out"],
    breaks: "mails and events",
    mutate: mutatedWrites("users", ({ filter, update, write }) => {
      const isLease = update.$set?.outboxDue instanceof Date && "outboxDue" in filter;
      const never = new Date(8.64e15);
      const isDue = (field: string) => field === "outboxDue" || field.endsWith(".due");
      const held = Object.keys(fieldsOf(update.$set, isDue)).map((field) => [field, never]);
      return isLease ? write(filter, { ...update, $set: { ...update.$set, ...Object.fromEntries(held) } }) : write();
    }),
  },
  {
    name: "counts that are read first and written then",
    verbs: ["sign in", "sign in"],
    breaks: "counters and keys",
    mutate: mutatedWrites("throttles", readThenWrite),
  },
  {
    name: "sessions beyond the cap",
    verbs: ["sign in", "sign in"],
    breaks: "counters and keys",
    mutate: mutatedWrites("users", async ({ update, write }) => (update.$set || update.$inc ? write() : true)),
  },
  {
    name: "a name without its search keys",
    verbs: ["change name", "refresh"],
    breaks: "counters and keys",
    mutate: mutatedWrites("users", ({ filter, update, write }) =>
      write(filter, { ...update, $set: fieldsOf(update.$set, (field) => field !== "searchKeys") }),
    ),
  },
  {
    name: "an address that is looked for, and then taken",
    verbs: ["register", "change address"],
    breaks: "counters and keys",
    lacksUnique: true,
    mutate: (database) => {
      const isTaken = (email: unknown) => database.collection(users).findOne({ email: email as string });
      const lookFirst = mutatedWrites("users", async ({ update, write }) => {
        if (update.$set?.email && (await isTaken(update.$set.email))) throw new DuplicateKeyError("email");
        return write();
      });
      const lookThenInsert = mutated("users", (collection) => ({
        async insertOne(document) {
          if (await isTaken(document.email)) throw new DuplicateKeyError("email");
          await collection.insertOne(document);
        },
      }));
      return lookFirst(lookThenInsert(database));
    },
  },
  {
    name: "a key that signs before the last one has stopped",
    verbs: ["rotate keys", "refresh"],
    breaks: "one signing key",
    mutate: mutatedWrites("signingKeys", async ({ collection, filter, update, write }) => {
      const keys = Object.entries((update.$set?.keys ?? {}) as Record<string, { state: string }>);
      const early = keys.map(([kid, key]) => [kid, key.state === "retired" ? { ...key, state: "active" } : key]);
      const done = await write(filter, { ...update, $set: { ...update.$set, keys: Object.fromEntries(early) } });
      if (done) await collection.updateOne({ _id: filter._id }, { $set: { keys: Object.fromEntries(keys) } });
      return done;
    }),
  },
  {
    name: "a key that is gone once it signs no longer",
    verbs: ["rotate keys", "sign in"],
    breaks: "tokens",
    mutate: mutatedWrites("signingKeys", ({ filter, update, write }) => {
      const keys = Object.entries((update.$set?.keys ?? {}) as Record<string, { state: string }>);
      const left = keys.filter(([, { state }]) => state !== "retired");
      return write(filter, { ...update, $set: { ...update.$set, keys: Object.fromEntries(left) } });
    }),
  },
  {
    name: "a verb that tries for ever",
    verbs: ["end other sessions", "sign in"],
    breaks: "every verb ends",
    mutate: mutatedWrites("users", async ({ update, write }) => (update.$set?.sessions ? null : write())),
  },
  {
    name: "an error that nobody knows",
    verbs: ["register", "register"],
    breaks: "no unexpected error",
    mutate: mutated("users", (collection) => ({
      insertOne: (document) => collection.insertOne(document).catch(() => Promise.reject(new Error("E11000"))),
    })),
  },
  {
    name: "a deletion that frees the address in a second write",
    verbs: ["delete mine", "refresh"],
    breaks: "recovery",
    mutate: mutatedWrites("users", (write) => inTwo(write, (field) => field === "email", "last")),
  },
  {
    name: "a factor that leaves sign-ins as they are",
    verbs: ["sign in", "enroll"],
    breaks: "no session of one factor",
    mutate: mutatedWrites("users", ({ filter, update, write }) =>
      write(filter, update.$set?.hasFactors ? { ...update, $inc: fieldsOf(update.$inc, () => false) } : update),
    ),
  },
  {
    name: "a factor that leaves other sessions as they are",
    verbs: ["sign in", "enroll"],
    breaks: "no session of one factor",
    mutate: mutatedWrites("users", ({ filter, update, write }) => {
      const isNew = update.$set?.hasFactors && update.$set.sessions;
      return write(
        filter,
        isNew ? { ...update, $set: fieldsOf(update.$set, (field) => !field.startsWith("session")) } : update,
      );
    }),
  },
  {
    name: "a code that does not expect its step",
    verbs: ["finish with app", "prove with app"],
    breaks: "a code is used once",
    mutate: expectingLess((field) => field.startsWith("factors.")),
  },
  {
    name: "a recovery code that does not expect to be there",
    verbs: ["finish with recovery code", "finish another with it"],
    breaks: "a code is used once",
    mutate: expectingLess((field) => field.startsWith("recoveryCodes.")),
  },
  {
    name: "a half that is good twice",
    verbs: ["finish with app", "finish with recovery code"],
    breaks: "a code is used once",
    mutate: expectingLess((field) => field.startsWith("metChallenges.")),
  },
  {
    name: "a removal that leaves the recovery codes",
    verbs: ["remove the app", "refresh"],
    breaks: "factors are whole",
    mutate: mutatedWrites("users", ({ filter, update, write }) =>
      write(filter, {
        ...update,
        ...(update.$unset && { $unset: fieldsOf(update.$unset, (field) => field !== "recoveryCodes") }),
      }),
    ),
  },
  {
    name: "an app that can be set up again after it was removed",
    verbs: ["add an app", "add an app", "remove the new app"],
    breaks: "factors are whole",
    mutate: mutatedWrites("users", ({ filter, update, write }) =>
      write(filter, { ...update, $set: fieldsOf(update.$set, (field) => !field.startsWith("metChallenges.")) }),
    ),
  },
];
