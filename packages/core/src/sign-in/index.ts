export { orCodeUsed } from "./code-used.ts";
export * from "./sign-in.schema.ts";
export { beginSession, signIn } from "./sign-in.service.ts";
