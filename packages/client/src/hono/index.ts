export type { VerifierOptions } from "../verifier/index.ts";
export { type AuthEnv, type AuthenticatedUser, auth } from "./auth.ts";
export { requireAcr, requireFresh, requireRole } from "./require.ts";
