export * from "./reauthentication.schema.ts";
export { reauthenticate } from "./reauthentication.service.ts";
export { refusalOf, type Wanted } from "./refusal.ts";
