export * from "./credentials.schema.ts";
export { changePassword } from "./credentials.service.ts";
export { readAccount, requirePassword, wrongCode, wrongPassword } from "./own-account.ts";
