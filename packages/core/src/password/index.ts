export { existingPasswordSchema, newPasswordSchema } from "./password.schema.ts";
export { createPasswordHasher, type HashingCost, type PasswordHasher } from "./password-hash.ts";
export { passwordMaxLength, requireStrongPassword } from "./password-policy.ts";
