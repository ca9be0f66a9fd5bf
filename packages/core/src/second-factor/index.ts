export { listMyFactors, removeMyFactor, renameMyFactor, replaceRecoveryCodes } from "./my-factors.service.ts";
export { proveFactor, refuseFactor } from "./prove-factor.ts";
export * from "./second-factor.schema.ts";
export { completeSignIn } from "./second-factor.service.ts";
