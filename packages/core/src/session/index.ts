export { type RemovalReport, removeExpiredSessions } from "./expired-sessions.service.ts";
export { issueTokens } from "./issue-tokens.ts";
export { type Refresh, refresh, refreshGrace } from "./refresh.service.ts";
export { issueServiceToken } from "./service-token.service.ts";
export * from "./session.schema.ts";
export {
  endMyOtherSessions,
  endMySession,
  endSessionOf,
  endSessions,
  listMySessions,
  listSessions,
  signOut,
} from "./session.service.ts";
export { dropSurplusSessions, maxSessions, newSession, storeSession } from "./session.store.ts";
