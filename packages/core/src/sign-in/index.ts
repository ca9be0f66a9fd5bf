export * from "./sign-in.schema.ts";
export { signIn } from "./sign-in.service.ts";
