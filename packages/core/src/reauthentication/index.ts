export * from "./reauthentication.schema.ts";
export { reauthenticate } from "./reauthentication.service.ts";
