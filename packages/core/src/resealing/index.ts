export { type Resealing, resealAccounts } from "./resealing.service.ts";
