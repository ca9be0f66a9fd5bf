export { confirmationLifetime, proven } from "./confirmation.ts";
export * from "./registration.schema.ts";
export { register } from "./registration.service.ts";
