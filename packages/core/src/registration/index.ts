export { confirmationLifetime, proven } from "./confirmation.ts";
export { removeExpiredRegistrations } from "./expired-registrations.ts";
export * from "./registration.schema.ts";
export { register } from "./registration.service.ts";
