export {
  confirmAdministrator,
  createAdministrator,
  promoteToAdministrator,
  requireAdminRole,
} from "./administrator.ts";
export { emailSchema } from "./email.ts";
export { editMe, readMe } from "./profile.service.ts";
export * from "./user.schema.ts";
export { createUser, deleteUser, editUser, listUsers, readUser } from "./user.service.ts";
export {
  insertUser,
  type NewUserFields,
  newUserDocument,
  profileOnly,
  type SessionEntry,
  toUser,
  type UserDocument,
  users,
  usersOf,
  withLiveSession,
} from "./user.store.ts";
