import { defects } from "./defects.ts";
import type { Scenario } from "./scenario.ts";
import { type VerbName, verbNames } from "./verbs.ts";

/** Every two verbs, and every verb twice. */
const pairs = verbNames.flatMap((one, index) => verbNames.slice(index).map((other) => [one, other] as const));

/** What meets in threes where one of them decides between the others, or follows from one of them. */
const triples: readonly (readonly VerbName[])[] = [
  ["refresh", "refresh", "sign out"],
  ["refresh", "refresh too", "change password"],
  ["register", "register", "change address"],
  ["relay", "relay", "change name"],
];

export const scenarios: readonly Scenario[] = [...pairs, ...triples].map((verbs) => ({ verbs }));

/** What has to be found. */
export const seeded: readonly Scenario[] = defects.map((defect) => ({ verbs: defect.verbs, defect }));

export const everything: readonly Scenario[] = [...scenarios, ...seeded];
