export { deleteMe } from "./deletion.service.ts";
export { deleteUser } from "./user-deletion.service.ts";
