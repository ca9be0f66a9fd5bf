import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { RollcallError } from "../kernel/errors.ts";
import { networkOf } from "../kernel/network.ts";
import { createGate } from "./gate.ts";
import { createPeppers, splitPepperId, withPepperId } from "./pepper.ts";

/** The cost of one Argon2id hash (RFC 9106). Memory is in KiB. */
export interface HashingCost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
export const defaultHashingCost: HashingCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The request that wants a hash: hashes are given out fairly, and to nobody who has gone. */
export interface Requester {
  readonly ip: string | null;
  readonly signal: AbortSignal;
  readonly notice: (notice: { type: string }) => void;
}

/** Hashes passwords, as PHC strings, with a bound on how many run at once. `email` is the account's that it is for. */
export interface PasswordHasher {
  /** Refuses at once whoever would find no place in line, before anything is done for them. @throws RollcallError `unavailable` */
  requireRoom(by: Pick<Requester, "ip">, email: string): void;
  hash(by: Requester, email: string, password: string): Promise<string>;
  /** Compares with `stored`. Where there is none, or it was made with a pepper that is gone, it takes as long and answers false. */
  verify(by: Requester, email: string, stored: string | null, password: string): Promise<boolean>;
  /** Whether `stored` was made at a lower cost than today's, or with another pepper. */
  isOutdated(stored: string): boolean;
}

/** How many hashes may wait for their turn, for each that runs; beyond it callers get `unavailable`. */
const waitingPerLane = 128;

/** Milliseconds that the last in line should wait. */
const longestWait = 3_000;

/**
 * A hasher with a bound on memory: as many hashes run at once as there are processors (at most the four
 * threads of libuv's pool), the others wait in a fair line of bounded length.
 * @param pepperSecrets PASSWORD_PEPPER, the newest first
 */
export function createPasswordHasher(
  cost: HashingCost = defaultHashingCost,
  pepperSecrets: readonly string[] = [],
): PasswordHasher {
  const lanes = Math.min(availableParallelism(), 4);
  const gate = createGate({
    lanes,
    places: lanes * waitingPerLane,
    longestWait,
    overflow: () => new RollcallError("unavailable", { retryAfter: 1, detail: "Too many sign-ins at once." }),
  });
  const inTurn = <T>({ ip, signal }: Requester, account: string, task: (argon2: Argon2) => Promise<T>) =>
    gate({ network: networkOf(ip), account, signal }, async () => task(await loadArgon2()));
  const decoy = decoyHash(cost);

  const peppers = createPeppers(pepperSecrets);
  const peppered = (password: string, id: string | null) => peppers.apply(id, toBytes(password));

  return {
    requireRoom: ({ ip }, account) => gate.requireRoom({ network: networkOf(ip), account }),
    async hash(by, email, password) {
      const bytes = peppered(password, peppers.newest) as Buffer;
      return withPepperId(await inTurn(by, email, (argon2) => argon2.hash(bytes, cost)), peppers.newest);
    },
    async verify(by, email, stored, password) {
      const { hash, id } = splitPepperId(stored ?? decoy);
      const bytes = peppered(password, id);
      if (!bytes) by.notice({ type: "pepper.missing" });
      const matches = await inTurn(by, email, (argon2) =>
        argon2.verify(bytes ? hash : decoy, bytes ?? toBytes(password)),
      );
      return matches && bytes !== null && stored !== null;
    },
    isOutdated(stored) {
      const [, memoryCost, timeCost] = /\$m=(\d+),t=(\d+),/.exec(stored) ?? [];
      const isCheap = Number(memoryCost) < cost.memoryCost || Number(timeCost) < cost.timeCost;
      return isCheap || splitPepperId(stored).id !== peppers.newest;
    },
  };
}

/** Native code, which a process loads when it first hashes. */
const loadArgon2 = () => import("@node-rs/argon2");

type Argon2 = Awaited<ReturnType<typeof loadArgon2>>;

/** The hash of no password, which takes as long to compare with as any: for accounts that do not exist. */
function decoyHash({ memoryCost, timeCost, parallelism }: HashingCost): string {
  const random = (bytes: number) => randomBytes(bytes).toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${random(16)}$${random(32)}`;
}

/**
 * What is hashed: the UTF-8 bytes of the password in Unicode's composed form, whatever keyboard typed
 * it, and otherwise exactly as received (RFC 8265 section 4.2).
 */
function toBytes(password: string): Buffer {
  return Buffer.from(password.normalize("NFC"), "utf8");
}
