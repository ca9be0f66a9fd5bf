import type { Tokens } from "@rollcall/core";
import { RollcallError } from "@rollcall/core";
import type { EventDocument } from "../../packages/core/src/audit/index.ts";
import type { Filter, Update } from "../../packages/core/src/database/collection.ts";
import type { QueuedEvent, QueuedMail } from "../../packages/core/src/outbox/outbox.slice.ts";
import { decodeRefreshToken, type RefreshTokenClaims } from "../../packages/core/src/session/refresh-token.ts";
import type { SigningKeySet } from "../../packages/core/src/token/signing-key.store.ts";
import type { UserDocument } from "../../packages/core/src/user/index.ts";
import type { Done } from "./calls.ts";
import { secrets } from "./process.ts";
import type { Mailbox } from "./relay.ts";
import type { Ending, Run } from "./schedule.ts";
import type { Snapshot, World } from "./world.ts";

/** An entry of an outbox, as it was queued. */
export type Queued = { id: string; userId: string } & (QueuedEvent | QueuedMail);

/** What a schedule has come to. */
export interface Outcome extends Run {
  world: World;
  /** The names of the tasks. */
  names: readonly string[];
  stored: Snapshot;
  accounts: UserDocument[];
  keySets: SigningKeySet[];
  trail: EventDocument[];
  mailbox: Mailbox;
  /** All that was ever queued in this schedule, or waited at its beginning. */
  queued: Queued[];
  /** What was handed out, by task. */
  handedOut: { task: number; tokens: Tokens; claims: RefreshTokenClaims }[];
}

export function outcomeOf(
  run: Run,
  parts: { world: World; names: readonly string[]; stored: Snapshot; mailbox: Mailbox },
): Outcome {
  const { stored, world } = parts;
  const waited = (world.snapshot.users as UserDocument[]).flatMap(({ _id, outbox = {} }) => entriesOf(_id, outbox));
  return {
    ...run,
    ...parts,
    accounts: stored.users as UserDocument[],
    keySets: stored.signingKeys as SigningKeySet[],
    trail: stored.events as EventDocument[],
    queued: [...waited, ...run.done.flatMap(queuedBy)],
    handedOut: run.endings.flatMap((ending, task) => {
      const tokens = answerOf(ending) as Tokens | undefined;
      const claims = tokens && decodeRefreshToken(secrets, tokens.refreshToken);
      return tokens && claims ? [{ task, tokens, claims }] : [];
    }),
  };
}

function answerOf(ending: Ending): unknown {
  return typeof ending === "object" && "value" in ending ? ending.value : undefined;
}

/** Whether a task was told that it has done what it was asked. */
export const isAcknowledged = ({ endings }: Pick<Run, "endings">, task: number): boolean => {
  const ending = endings[task];
  return typeof ending === "object" && "value" in ending;
};

/** The code of the error that a task ended with, or what else was thrown. */
export function refusalOf(ending: Ending): string | null {
  if (typeof ending === "string" || "value" in ending) return null;
  return ending.error instanceof RollcallError ? ending.error.code : String(ending.error);
}

function entriesOf(userId: string, outbox: Record<string, QueuedEvent | QueuedMail>): Queued[] {
  return Object.entries(outbox).map(([id, entry]) => ({ id, userId, ...entry }));
}

/** What a write on an account has queued. */
function queuedBy({ collection, method, args, answer, error }: Done): Queued[] {
  if (collection !== "users" || error) return [];
  if (method === "insertOne") {
    const { _id, outbox = {} } = args[0] as UserDocument;
    return entriesOf(_id, outbox);
  }
  const [filter, update] = args as [Filter, Update | undefined];
  if (!answer || !update?.$set) return [];
  const entries = Object.entries(update.$set).flatMap(([path, entry]) => {
    const [, id] = /^outbox\.([^.]+)$/.exec(path) ?? [];
    return id ? [[id, entry as QueuedEvent | QueuedMail] as const] : [];
  });
  return entriesOf(String(filter._id), Object.fromEntries(entries));
}
