export { deleteMe } from "./deletion.service.ts";
export { toTombstone } from "./tombstone.ts";
export { deleteUser } from "./user-deletion.service.ts";
