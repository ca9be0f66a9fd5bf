export { addFactor, type Enrolled, requireEnrollment, withoutFactors } from "./enrollment.service.ts";
