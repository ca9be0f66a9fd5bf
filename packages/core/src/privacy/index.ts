/* Apart from the rest: only the route that needs it takes it in. */

export { exportMe } from "./export.service.ts";
