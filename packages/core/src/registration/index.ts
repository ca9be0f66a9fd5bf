export * from "./registration.schema.ts";
export { register } from "./registration.service.ts";
