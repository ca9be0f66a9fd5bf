import { type Mutant, mutantsOf } from "./mutant.ts";

const core = "packages/core/src";
const funnel = ["test/second-factors/funnel.test.ts"];
const enrolling = [
  "test/second-factors/funnel.test.ts",
  "test/second-factors/app-setup.test.ts",
  "test/passkeys/enrolling.test.ts",
  "test/second-factors/at-once.test.ts",
  "test/second-factors/meanwhile.test.ts",
];
const stepUp = [
  "packages/functions/src/routes/verify-me.test.ts",
  "test/passkeys/second-factor.test.ts",
  "test/step-up/verify.test.ts",
  "test/step-up/table.test.ts",
  "test/step-up/required.test.ts",
];
const routes = ["test/step-up/required.test.ts", "test/step-up/table.test.ts", "test/step-up/administrators.test.ts"];

/** What a session may do, and what it comes to. */
export const guardMutants: readonly Mutant[] = [
  ...mutantsOf(
    `${core}/session/refresh.service.ts`,
    [...funnel, "test/refresh/policy.test.ts"],
    ["      ...withMayGoOn(ctx.settings, sessionId),\n", ""],
    ["mayGoOn(ctx.settings, user, acrOf(entry)) ? user : endWeak", "presented ? user : endWeak"],
    [", ...withoutFactor(sessionId) };", " };"],
  ),
  ...mutantsOf(`${core}/session/issue-tokens.ts`, funnel, [
    "if (!mayGoOn(settings, user, acr)) throw",
    "if (!acr) throw",
  ]),
  ...mutantsOf(
    `${core}/enrollment/enrollment.service.ts`,
    enrolling,
    ["if (!allowsFactors(settings))", "if (!settings)"],
    ["if (settings.sendsMail && !seen.emailVerified)", "if (settings.sendsMail && !seen)"],
    ['if (seen.hasFactors && acrOf(session) !== "2")', "if (seen.hasFactors && !session)"],
    ["if (count >= most[type])", "if (count > most[type])"],
    ["!seen.hasFactors && { $set: strongSession", "seen.hasFactors && { $set: strongSession"],
    ["    credentialVersion: seen.credentialVersion,\n", ""],
    ["      $inc: { credentialVersion: 1 },\n", ""],
    ["    meeting.update,\n", ""],
    ["requireEnrollment(ctx, again, factor.type);", ""],
  ),
  ...mutantsOf(
    `${core}/reauthentication/reauthentication.service.ts`,
    stepUp,
    ["if (session && isProvedByFactor(ctx, account, session)) throw", "if (!session) throw"],
    ["await attempt.lookAt(async () => requirePasswordsWorth(ctx, attempt.account));", ""],
    ["await requirePassword(ctx, attempt, password);", ""],
    ["expected: { ...proved.expected, ...meeting?.expected }", "expected: {}"],
    ['openChallenge(ctx, "verify", subjectOf(ctx), token)', 'openChallenge(ctx, "sign-in", null, token)'],
    ["[`${path}.authenticatedAt`]: ctx.clock.now(),", ""],
  ),
  ...mutantsOf(
    `${core}/session/missing-proof.ts`,
    stepUp,
    ['isProvedByFactor(ctx, account, session) ? "2" : asked', "asked"],
    ['acr === "2" ? factors :', "acr === undefined ? factors :"],
  ),
  ...mutantsOf(
    `${core}/reauthentication/refusal.ts`,
    stepUp,
    ["if (counts && suffices(next, demand, ctx.clock.now()))", "if (counts)"],
    ['counts ? demand.acr : "2"', "demand.acr"],
  ),
  ...mutantsOf(
    "packages/functions/src/http/endpoint.ts",
    routes,
    [
      'if (contract.auth === "admin" && !countingRoles(settings, claims, claims.acr).includes("admin")) return false;',
      "",
    ],
    ["return meets(claims, demandOf(contract, settings), clock.now());", "return true;"],
    ["...(recent && { maxAge: settings.reauthenticationMaxAge }),", ""],
    ['acr: acr ?? (whileEnrolling ? "1" : leastAcr(settings))', 'acr: acr ?? "1"'],
    ['acr: acr ?? (whileEnrolling ? "1" : leastAcr(settings))', 'acr: whileEnrolling ? "1" : leastAcr(settings)'],
    ['acr: acr ?? (whileEnrolling ? "1" : leastAcr(settings))', "acr: acr ?? leastAcr(settings)"],
  ),
];
