export * from "./authenticator-app.schema.ts";
export { confirmAuthenticatorApp, offerAuthenticatorApp, proveTotp } from "./authenticator-app.service.ts";
