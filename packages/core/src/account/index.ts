export * from "./account.schema.ts";
export { changePassword, deleteMe } from "./account.service.ts";
export { register, signIn } from "./sign-in.service.ts";
