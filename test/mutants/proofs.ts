import { type Mutant, mutantsOf } from "./mutant.ts";

const core = "packages/core/src";
const policy = [`${core}/session/policy.test.ts`];
const proofs = [`${core}/factor/proofs.test.ts`];
const challenges = [`${core}/factor/challenges.test.ts`, "test/second-factors/half-sign-in.test.ts"];

const halves = [
  "test/second-factors/half-sign-in.test.ts",
  "test/second-factors/at-once.test.ts",
  "test/second-factors/meanwhile.test.ts",
];

/** What somebody has to prove, and what proves it. */
export const proofMutants: readonly Mutant[] = [
  ...mutantsOf(
    `${core}/session/policy.ts`,
    policy,
    ['mfa !== "off" && !!hasFactors', "!!hasFactors"],
    ['mfa !== "off" && !!hasFactors', 'mfa !== "off"'],
    ['mfa !== "off" && !!hasFactors', 'mfa === "required" && !!hasFactors'],
    ['acr === "2" || !wantsFactor(policy, account)', "true"],
    ['acr === "2" || !wantsFactor(policy, account)', "!wantsFactor(policy, account)"],
    ["mayGoOn(policy, account, strength.acr) ?", 'mayGoOn(policy, account, "2") ?'],
    [
      "mayGoOn(policy, account, strength.acr) ?",
      "secondFactorsOf(account).length === 0 || mayGoOn(policy, account, strength.acr) ?",
    ],
    ['mfa === "required" ? "2" : "1"', 'mfa === "off" ? "1" : "2"'],
    ['mfa === "required" ? "2" : "1"', '"1"'],
    ["wantsFactor(policy, holder) || mustHaveFactor(policy, holder)", "mustHaveFactor(policy, holder)"],
    ["wantsFactor(policy, holder) || mustHaveFactor(policy, holder)", "wantsFactor(policy, holder)"],
    ['mfa === "admins" && roles.includes("admin")', 'mfa === "admins"'],
    ['isAsked && acr !== "2" ? [] :', "isAsked ? [] :"],
    ['({ mfa }: Policy): boolean => mfa !== "off"', "({ mfa }: Policy): boolean => mfa !== undefined"],
  ),
  ...mutantsOf(
    `${core}/factor/proofs.ts`,
    proofs,
    ['method === "password" || method === "mail"', 'method === "password"'],
    ['proof.method === "passkey" && proof.isUserVerified', 'proof.method === "passkey"'],
    ["proofs.some(isFirst) && !proofs.every(isFirst)", "proofs.length > 1"],
    ["proofs.some(isFirst) && !proofs.every(isFirst)", "!proofs.every(isFirst)"],
    ['isSeveral || proofs.some(isBoth) ? "2" : "1"', 'isSeveral ? "2" : "1"'],
    ['acr === "2" || !isFirst(proof)', "true"],
    ['acr === "2" || !isFirst(proof)', 'acr === "2"'],
    ["wrongCodes < maxWrongCodes", "wrongCodes <= maxWrongCodes"],
    ['types.has("totp") && takesAppCodes(account)', 'types.has("totp")'],
    ["types.size > 0 && Object", "Object"],
  ),
  ...mutantsOf(
    `${core}/factor/challenges.ts`,
    challenges,
    ["content.expiresAt <= clock.now().getTime()", "false"],
    ['`${purpose} ${subject ?? ""}`', "`${purpose}`"],
    ['`${purpose} ${subject ?? ""}`', '`${subject ?? ""}`'],
    ["expected: { [path]: { $exists: false } }", "expected: {}"],
    ["if (metChallenges[id]) throw", "if (!id) throw"],
  ),
  ...mutantsOf(`${core}/factor/challenges.ts`, halves, ["content.expiresAt <= clock.now().getTime()", "false"]),
  ...mutantsOf(
    `${core}/factor/second-factor-token.ts`,
    halves,
    ["account._id === userId && ", ""],
    [" && account.credentialVersion === credentialVersion", ""],
  ),
];
