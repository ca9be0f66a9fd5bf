export { deviceOf } from "./device.ts";
export { issueTokens, tokenSubject } from "./issue-tokens.ts";
export { isProvedByFactor, missingProof } from "./missing-proof.ts";
export {
  admit,
  admitOwner,
  allowsFactors,
  countingRoles,
  isMissing,
  leastAcr,
  type Missing,
  mayGoOn,
  mustHaveFactor,
  wantsFactor,
} from "./policy.ts";
export { type Refresh, refresh, refreshGrace } from "./refresh.service.ts";
export { issueServiceToken } from "./service-token.service.ts";
export * from "./session.schema.ts";
export {
  endMyOtherSessions,
  endMySession,
  endSession,
  listMySessions,
  signOut,
} from "./session.service.ts";
export {
  acrOf,
  asItWas,
  maxSessions,
  onlySession,
  provedAsItWas,
  sessionIn,
  withLiveSession,
} from "./session.slice.ts";
export {
  dropExpiredSessions,
  dropSurplusSessions,
  keptSessions,
  type NewSession,
  newSession,
  sessionsOnly,
  storeOnlySession,
  storeSession,
  tokensOf,
  toSessions,
  withoutAnySession,
} from "./session.store.ts";
