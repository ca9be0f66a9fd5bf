export * from "./credentials.schema.ts";
export { changePassword } from "./credentials.service.ts";
export { readAccount, requirePassword, wrongPassword } from "./own-account.ts";
