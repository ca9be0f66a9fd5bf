export * from "./credentials.schema.ts";
export { changePassword } from "./credentials.service.ts";
export { readAccount, wrongPassword } from "./own-account.ts";
