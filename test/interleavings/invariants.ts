import { isDeepStrictEqual } from "node:util";
import type { ThrottleDocument } from "../../packages/core/src/guessing/index.ts";
import { maxOutbox } from "../../packages/core/src/outbox/index.ts";
import { sessionIn } from "../../packages/core/src/session/index.ts";
import { knownBy, type UserDocument } from "../../packages/core/src/user/index.ts";
import { factorInvariants } from "./factor-invariants.ts";
import { isAcknowledged, type Outcome, refusalOf } from "./outcome.ts";
import { verbOf } from "./verbs.ts";
import { sessionsPerAccount } from "./world.ts";

/** What has to hold at the end of every schedule. @returns what does not, in words */
type Invariant = (outcome: Outcome) => string[];

export const invariants = {
  /** Whatever was refreshed how often, and at once: a session has one refresh token, and who was given it has it. */
  "one live refresh token": ({ handedOut, accounts }) =>
    handedOut.flatMap(({ claims: { userId, sessionId, step } }) => {
      const others = handedOut.filter(({ claims }) => claims.sessionId === sessionId && claims.step !== step);
      const stored = accounts.find(({ _id }) => _id === userId)?.sessions?.[sessionId];
      return [
        ...(others.length > 0
          ? [`of one session the tokens of the steps ${step} and ${others[0]?.claims.step} were handed out`]
          : []),
        ...(stored && stored.step !== step
          ? [`a token of step ${step} was handed out, and step ${stored.step} is live`]
          : []),
      ];
    }),

  ...factorInvariants,

  "nothing survives a change of credentials": ({ accounts, names, world }) =>
    accounts.flatMap((account) => {
      const { _id, status, passwordHash, credentialVersion, email, sessions = {} } = account;
      const kept = Object.keys(sessions).flatMap((id) => sessionIn(account, id) ?? []);
      const before = (world.snapshot.users as UserDocument[]).find((each) => each._id === _id);
      if (!before) return [];
      const isClosed = status !== "active";
      // Mails stay good where factors alone have changed: they are asked for after each of them.
      const isOther = names.some((name) => verbOf(name).changesFactors)
        ? passwordHash !== before.passwordHash
        : credentialVersion !== before.credentialVersion;
      const isChanged = isClosed || isOther;
      const isForeign = ({ userAgent, amr }: (typeof kept)[number]) =>
        isClosed ||
        (before.passwordHash !== null &&
          amr[0] === "pwd" &&
          userAgent !== "first" &&
          userAgent !== "keeper" &&
          passwordHash !== before.passwordHash);
      return [
        ...(isChanged ? kept.filter(isForeign).map(({ userAgent }) => `the session of ${userAgent}`) : []),
        ...(isChanged || email !== before.email ? openFrom(before, account) : []),
      ];
    }),

  "counters and keys": ({ accounts, stored, names, world, ...outcome }) => [
    ...duplicatesOf(accounts.map(({ email }) => email)).map((email) => `two accounts of ${email}`),
    ...accounts
      .filter(({ status }) => (status as string) !== "deleted")
      .flatMap((each) => faultsOfAccount(each, outcome.isFaulty)),
    ...(stored.throttles as ThrottleDocument[]).flatMap(faultsOfCount),
    ...(["guess", "register", "mail"] as const).flatMap((kind) => {
      const least = names.filter((name, task) => isAcknowledged(outcome, task) && verbOf(name).counts === kind).length;
      const count = (documents: object[] = []) =>
        (documents as ThrottleDocument[])
          .filter(({ _id }) => _id.startsWith(`${kind}|`))
          .reduce((sum, { total = 0 }) => sum + total, 0);
      const counted = count(stored.throttles) - count(world.snapshot.throttles);
      return counted < least ? [`${least} were answered that count as ${kind}, and ${counted} are counted`] : [];
    }),
  ],

  "one signing key": ({ keySets }) =>
    keySets.flatMap(({ keys }) => {
      const of = (state: string) => Object.values(keys).filter((key) => key.state === state).length;
      return of("active") === 1 && of("next") <= 1 ? [] : [`${of("active")} active and ${of("next")} waiting keys`];
    }),

  "every verb ends": ({ endings, names }) =>
    names.filter((_, task) => endings[task] === "hangs").map((name) => `${name} goes on for ever`),

  "no unexpected error": ({ endings, names }) =>
    endings.flatMap((ending, task) => {
      const code = refusalOf(ending);
      const name = names[task] as string;
      const isKnown = code === null || (verbOf(name).refusals as string[]).includes(code) || code === "unavailable";
      return isKnown ? [] : [`${name} has failed with ${code}`];
    }),
} satisfies Record<string, Invariant>;

/** Values that were mailed before, and that could be used still. */
function openFrom(before: UserDocument, { oneTime = {} }: UserDocument): string[] {
  return (["reset", "code", "change"] as const)
    .filter(
      (purpose) =>
        oneTime[purpose] && !oneTime[purpose]?.usedAt && oneTime[purpose]?.id === before.oneTime?.[purpose]?.id,
    )
    .map((purpose) => `the mail for ${purpose}`);
}

function faultsOfAccount(account: UserDocument, isFaulty: boolean): string[] {
  const { email, name, sessions, sessionDetails = {}, earliestSessionEnd, outbox = {}, attempts = {} } = account;
  const ends = Object.values(sessions).map(({ endsAt }) => endsAt?.getTime());
  const isKept = earliestSessionEnd && earliestSessionEnd.getTime() <= Math.min(...ends);
  const unlike = Object.entries(knownBy({ email, name })).filter(
    ([field, value]) => !isDeepStrictEqual(account[field as keyof UserDocument], value),
  );
  return [
    ...unlike.map(([field]) => `${field} of ${email} is not what it should be`),
    ...(ends.includes(undefined as never) || !isSame(sessions, sessionDetails) ? ["half a session"] : []),
    ...(ends.length > 0 && !isKept ? ["a session ends before earliestSessionEnd"] : []),
    // Who dies before it has dropped what is beyond the cap leaves that to the next sign-in.
    ...(ends.length > sessionsPerAccount + (isFaulty ? 1 : 0) ? [`${ends.length} sessions`] : []),
    ...(Object.keys(outbox).length > maxOutbox ? ["an outbox that is too full"] : []),
    ...(Object.values(attempts).some((count) => !(count >= 0)) ? ["less than no attempt"] : []),
  ];
}

const isSame = (one: object, other: object) => isDeepStrictEqual(Object.keys(one).sort(), Object.keys(other).sort());

function faultsOfCount({ _id, total, hosts, slots }: ThrottleDocument): string[] {
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0);
  const isWhole = !hosts || !slots || (sum(hosts) === total && sum(slots) === total);
  return isWhole ? [] : [`${_id} counts ${total}, and by parts something else`];
}

function duplicatesOf(texts: string[]): string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index);
}
