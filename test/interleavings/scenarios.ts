import { defects } from "./defects.ts";
import type { Scenario } from "./scenario.ts";
import { groups, type VerbName } from "./verbs.ts";

/** Of several at once one is done, and the others are told so: that is no order of theirs. */
const isForOne = (one: VerbName, other: VerbName) => one === other && one === "replace codes";

/** What one begins is nothing to the other. */
const areApart = (one: VerbName, other: VerbName) => one === other && one === "begin with password";

/** Beside most, a recovery code is what a code of an app is: these are where it is something else. */
const withRecoveryCode: readonly VerbName[] = ["replace codes", "remove the app"];

function isAsWithApp(one: VerbName, other: VerbName): boolean {
  const [code] = [one, other].filter((name) => name === "finish with recovery code");
  return code !== undefined && !withRecoveryCode.includes(one === code ? other : one);
}

/** Every two verbs of a group, and every verb twice. */
const pairs = groups.flatMap((names) =>
  names.flatMap((one, index) =>
    names
      .slice(index)
      .filter((other) => !isForOne(one, other) && !areApart(one, other) && !isAsWithApp(one, other))
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
