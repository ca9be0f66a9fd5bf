import { defects } from "./defects.ts";
import type { Scenario } from "./scenario.ts";
import { groups, type VerbName } from "./verbs.ts";

/** Of several at once one is done, and the others are told so: that is no order of theirs. */
const isForOne = (one: VerbName, other: VerbName) => one === other && one === "replace codes";

/** Every two verbs of a group, and every verb twice. */
const pairs = groups.flatMap((names) =>
  names.flatMap((one, index) =>
    names
      .slice(index)
      .filter((other) => !isForOne(one, other))
      .map((other) => [one, other] as const),
  ),
);

/** What meets in threes where one of them decides between the others, or follows from one of them. */
const triples: readonly (readonly VerbName[])[] = [
  ["refresh", "refresh", "sign out"],
  ["refresh", "refresh too", "change password"],
  ["refresh", "sign out", "change password"],
  ["refresh", "change password", "disable"],
  ["sign in", "sign out", "change password"],
  ["sign in", "refresh", "take back"],
  ["sign in by mail", "change password", "sign out"],
  ["ask for reset", "reset password", "sign out"],
  ["reset password", "change password", "sign out"],
  ["reset password", "change address", "take back"],
  ["register", "register", "change address"],
  ["register", "change address", "sign out"],
  ["register again", "delete", "sign out"],
  ["register again", "delete mine", "refresh"],
  ["register once more", "register as a stranger", "prove"],
  ["rotate keys", "rotate keys", "refresh"],
  ["sign in", "refresh", "enroll"],
  ["begin with password", "finish with app", "remove the app"],
  ["finish with app", "prove with app", "change its password"],
  ["finish with recovery code", "finish another with it", "replace codes"],
  ["add an app", "add an app", "remove the new app"],
  ["relay", "relay", "change name"],
  ["relay", "delete", "sign out"],
];

/** Of verbs that meet no others. */
const furtherPairs: readonly (readonly VerbName[])[] = [
  ["finish with recovery code", "finish another with it"],
  ["finish another with it", "replace codes"],
  ["add an app", "remove the new app"],
];

export const scenarios: readonly Scenario[] = [...pairs, ...furtherPairs, ...triples].map((verbs) => ({ verbs }));

/** What has to be found. */
export const seeded: readonly Scenario[] = defects.map((defect) => ({ verbs: defect.verbs, defect }));

export const everything: readonly Scenario[] = [...scenarios, ...seeded];
