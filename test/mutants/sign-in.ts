import { type Mutant, mutantsOf } from "./mutant.ts";

const core = "packages/core/src";
const funnel = [
  "test/second-factors/sign-in.test.ts",
  "test/second-factors/funnel.test.ts",
  "test/second-factors/half-sign-in.test.ts",
  "test/second-factors/at-once.test.ts",
  "test/second-factors/meanwhile.test.ts",
];
const halves = [
  "test/second-factors/half-sign-in.test.ts",
  "test/second-factors/sign-in.test.ts",
  "test/second-factors/at-once.test.ts",
  "test/second-factors/meanwhile.test.ts",
];
const guesses = ["test/second-factors/guesses.test.ts"];
const apps = [
  "test/second-factors/authenticator-app.test.ts",
  "test/second-factors/at-once.test.ts",
  "test/second-factors/meanwhile.test.ts",
];
const asSeen = 'return { ...expected, _id, email, status: "active", credentialVersion };';
const proved = "expected: { ...proved.expected, ...meeting.expected, credentialVersion: half.credentialVersion }";
const change = "change: mergeUpdates(proved.change, meeting.update, forgetByFactor)";
const forgotten = "mergeUpdates({ $unset: { wrongCodes: true } }, verdict?.wait === null && forgetAttempts)";

/** The order in which a sign-in goes, and what its writes expect and change. */
export const signInMutants: readonly Mutant[] = [
  ...mutantsOf(
    `${core}/sign-in/sign-in.service.ts`,
    funnel,
    ["if (isMissing(admission)) return", "if (isMissing(admission) && proof.isAlone) return"],
    [asSeen, 'return { ...expected, _id, email, status: "active" };'],
    [asSeen, 'return { _id, email, status: "active", credentialVersion };'],
    ["    proof.isAlone && withoutAnySession,\n    proof.change,", "    proof.isAlone && withoutAnySession,"],
    ["        place.update,\n        proof.change,", "        place.update,"],
    ["again.credentialVersion === credentialVersion) throw", "again.credentialVersion !== null) throw"],
  ),
  ...mutantsOf(
    `${core}/second-factor/second-factor.service.ts`,
    halves,
    [proved, "expected: { ...meeting.expected, credentialVersion: half.credentialVersion }"],
    [proved, "expected: { ...proved.expected, credentialVersion: half.credentialVersion }"],
    [change, "change: mergeUpdates(meeting.update, forgetByFactor)"],
    [change, "change: mergeUpdates(proved.change, forgetByFactor)"],
    ["proofs: [...half.proofs, proved.proof]", "proofs: [proved.proof]"],
    ["!isStillOf(half, account)", "false"],
  ),
  ...mutantsOf(
    `${core}/second-factor/second-factor.service.ts`,
    guesses,
    [change, "change: mergeUpdates(proved.change, meeting.update)"],
    ["    await refuseFactor(attempt, answer);\n    throw new", "    throw new"],
  ),
  ...mutantsOf(`${core}/second-factor/prove-factor.ts`, guesses, ['method === "totp" ?', 'method === "passkey" ?']),
  ...mutantsOf(
    `${core}/guessing/guessing.service.ts`,
    guesses,
    ["account && wantsFactor(settings, account) ? {} : forgetAttempts", "forgetAttempts"],
    ["account && wantsFactor(settings, account) ? {} : forgetAttempts", "account?.hasFactors ? {} : forgetAttempts"],
    [forgotten, "forgetAttempts"],
    [forgotten, "{ $unset: { wrongCodes: true } }"],
    ["verdict?.wait === null && forgetAttempts", "forgetAttempts"],
  ),
  ...mutantsOf(`${core}/guessing/guessing.service.ts`, halves, [
    "if (error instanceof RollcallError) await takeBack();",
    "",
  ]),
  ...mutantsOf(
    `${core}/authenticator-app/authenticator-app.service.ts`,
    apps,
    ["step <= factor.step", "step < factor.step"],
    ["expected: { [`${path}.step`]: factor.step }", "expected: {}"],
  ),
  ...mutantsOf(`${core}/authenticator-app/authenticator-app.service.ts`, guesses, [
    "if (!takesAppCodes(account)) return null;",
    "",
  ]),
  ...mutantsOf(
    `${core}/recovery-code/recovery-codes.ts`,
    [
      "test/second-factors/recovery-codes.test.ts",
      "test/second-factors/at-once.test.ts",
      "test/second-factors/meanwhile.test.ts",
    ],
    ["change: { $unset: { [path]: true } }", "change: {}"],
    ["expected: { [path]: true }", "expected: {}"],
  ),
];
