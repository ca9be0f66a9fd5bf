export type { BreachedPasswords } from "./breached.ts";
export { existingPasswordSchema, newPasswordSchema } from "./password.schema.ts";
export { createPasswordHasher, type HashingCost, type PasswordHasher } from "./password-hash.ts";
export { passwordMaxLength, requireStrongPassword, weaknessesOf, weaknessIssue } from "./password-policy.ts";
