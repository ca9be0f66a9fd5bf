import { sessionIn } from "../../packages/core/src/session/index.ts";
import type { UserDocument } from "../../packages/core/src/user/index.ts";
import { isAcknowledged, type Outcome } from "./outcome.ts";
import { type Verb, verbOf } from "./verbs.ts";

/** What has to hold of second factors at the end of every schedule. */
export const factorInvariants = {
  /** Whoever has a factor has shown it in every session there is, and in every one that was begun. */
  "no session of one factor": ({ accounts }: Outcome) =>
    accounts
      .filter(({ hasFactors }) => hasFactors)
      .flatMap((account) =>
        Object.keys(account.sessions).flatMap((id) => {
          const session = sessionIn(account, id);
          return session && session.acr !== "2" ? [`the session of ${session.userAgent} is of one factor`] : [];
        }),
      ),

  /** However many try: a code is good once, and so is half of a sign-in. */
  "a code is used once": (outcome: Outcome) => [
    ...timesUsed(outcome, ({ uses }) => uses).map(([what, times]) => `${what} was used ${times} times`),
    ...timesUsed(outcome, ({ half }) => half?.toString()).map(
      ([half, times]) => `half ${half} has ${times} other halves`,
    ),
  ],

  /** What belongs together is there together; and what was removed is gone. */
  "factors are whole": (outcome: Outcome) => {
    const { accounts, names, world } = outcome;
    const removed = { "remove the app": world.kept.app.id, "remove the new app": world.kept.offer.id };
    const back = Object.entries(removed).filter(
      ([verb, id]) =>
        names.some((name, task) => name.startsWith(verb) && isAcknowledged(outcome, task)) &&
        accounts.some(({ factors = {} }) => id in factors),
    );
    return [...accounts.flatMap(faultsOf), ...back.map(([verb]) => `what "${verb}" has removed is there`)];
  },
};

/** What is good once, by how often somebody was told that it was good, where that is too often. */
function timesUsed(outcome: Outcome, of: (verb: Verb) => string | undefined): [what: string, times: number][] {
  const counts = new Map<string, number>();
  for (const [task, name] of outcome.names.entries()) {
    const what = of(verbOf(name));
    if (what !== undefined && isAcknowledged(outcome, task)) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].filter(([, times]) => times > 1);
}

function faultsOf({ email, factors = {}, hasFactors, credentialIds, recoveryCodes }: UserDocument): string[] {
  const all = Object.values(factors);
  const ids = all.flatMap((factor) => (factor.type === "passkey" ? [factor.credentialId] : []));
  return [
    ...(hasFactors === (all.length > 0 || undefined) ? [] : [`hasFactors of ${email} is ${hasFactors}`]),
    ...(String(credentialIds ?? []) === String(ids) ? [] : [`credentialIds of ${email} are not those of its passkeys`]),
    ...(recoveryCodes && !hasFactors ? [`${email} has recovery codes, and no factor`] : []),
    ...(hasFactors && !recoveryCodes ? [`${email} has no recovery codes`] : []),
  ];
}
