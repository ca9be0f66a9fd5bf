export { deleteMe } from "./deletion.service.ts";
export { deletionSlice } from "./deletion.slice.ts";
export { undoDeletion } from "./pending-deletion.ts";
export { restoreAccount } from "./restoration.service.ts";
export { type Mortal, toTombstone } from "./tombstone.ts";
export { deleteUser } from "./user-deletion.service.ts";
