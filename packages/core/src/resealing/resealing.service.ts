import type { Dependencies } from "../context.ts";
import type { Collection, Filter, Update, Write } from "../database/collection.ts";
import { mergeUpdates } from "../database/update.ts";
import { type SealedPlace, sealedPlaces } from "../factor/index.ts";
import type { Secrets } from "../kernel/secrets.ts";
import { type UserDocument, users } from "../user/index.ts";

/** What a run did with the accounts in which something is sealed under another key than the newest of SECRET_KEY. */
export interface Resealing {
  /** In so many of them all is under the newest now. */
  resealed: number;
  /** So many have something that no key of SECRET_KEY opens. */
  unreadable: number;
  /** Whether every one of them was looked at, and none has changed meanwhile. */
  isComplete: boolean;
}

/** Accounts that are read together, and written to together. */
const batchSize = 100;

const sealedParts = { factors: 1, recoveryCodes: 1, sealedUnder: 1, credentialVersion: 1 } as const;

/**
 * Seals under the newest key of SECRET_KEY what an older one has sealed in accounts: authenticator apps, and the key of recovery codes. Once a
 * run is complete, the older keys can be dropped. Safe to run any number of times, at once, and to be cut short anywhere.
 * @param mayGoOn asked before each batch
 */
export async function resealAccounts(
  { database, secrets }: Pick<Dependencies, "database" | "secrets">,
  mayGoOn: () => boolean = () => true,
): Promise<Resealing> {
  const accounts = database.collection(users);
  const outcome = { resealed: 0, unreadable: 0, isComplete: true };
  for await (const batch of outdatedAccounts(accounts, secrets)) {
    const writes = batch.flatMap((account) => writeFor(secrets, account));
    const done = writes.length > 0 ? await accounts.bulkWrite(writes) : 0;
    outcome.resealed += done;
    outcome.unreadable += batch.length - writes.length;
    if (done < writes.length) outcome.isComplete = false;
    if (!mayGoOn()) return { ...outcome, isComplete: false };
  }
  return outcome;
}

/** All that do not say that the newest key has sealed what they hold, by the key that they name. */
async function* outdatedAccounts(
  accounts: Collection<UserDocument>,
  { newestId }: Secrets,
): AsyncGenerator<UserDocument[]> {
  for (let key: string | undefined = ""; ; ) {
    key = await nextKey(accounts, key);
    if (key === undefined) return;
    if (key !== newestId) yield* sealedUnder(accounts, key);
  }
}

async function nextKey(accounts: Collection<UserDocument>, before: string): Promise<string | undefined> {
  const projection = { sealedUnder: 1 } as const;
  const [next] = await accounts.find(
    { sealedUnder: { $gt: before } },
    { projection, sort: { sealedUnder: 1 }, limit: 1 },
  );
  return next?.sealedUnder;
}

async function* sealedUnder(accounts: Collection<UserDocument>, key: string): AsyncGenerator<UserDocument[]> {
  for (let last = ""; ; ) {
    const batch = await accounts.find(
      { sealedUnder: key, _id: { $gt: last } },
      { projection: sealedParts, sort: { _id: 1 }, limit: batchSize },
    );
    if (batch.length > 0) yield batch;
    if (batch.length < batchSize) return;
    last = batch.at(-1)?._id ?? last;
  }
}

/** The write that seals all of it anew; none where some of it opens no more, since it may be meant to open again. */
function writeFor(secrets: Secrets, account: UserDocument): Write<UserDocument>[] {
  const { _id, sealedUnder, credentialVersion } = account;
  const places = sealedPlaces(account);
  if (!places.every(({ purpose, sealed, context }) => secrets.open(purpose, sealed, context))) return [];
  const update = mergeUpdates(...places.map((place) => resealed(secrets, place)), {
    $set: { sealedUnder: secrets.newestId },
  });
  // Nothing was sealed meanwhile: neither in one of these places, nor in another, with which the version goes up.
  const filter = { ...asSeen(places), _id, sealedUnder, credentialVersion };
  return [{ updateOne: { filter, update } }];
}

/** The part of the update that seals one place anew: nothing where it is under the newest key already. */
function resealed(secrets: Secrets, { path, purpose, sealed, context }: SealedPlace): Update {
  const fresh = secrets.reseal(purpose, sealed, context);
  return fresh ? { $set: { [path]: fresh } } : {};
}

const asSeen = (places: SealedPlace[]): Filter =>
  Object.fromEntries(places.map(({ path, sealed }) => [`${path}.iv`, sealed.iv]));
