export {
  confirmAdministrator,
  promoteUser,
  requireAdminRole,
} from "./administrator.ts";
export { emailSchema } from "./email.ts";
export { withoutLosingTheLast } from "./last-administrator.ts";
export { editMe, readMe } from "./profile.service.ts";
export * from "./user.schema.ts";
export { createUser, deleteUser, editUser, listUsers, readUser, readUserByEmail } from "./user.service.ts";
export {
  emailFields,
  insertUser,
  type NewUserFields,
  nameFields,
  newUserDocument,
  profileOnly,
  type SessionEntry,
  sessionsOnly,
  toUser,
  type UserDocument,
  users,
  usersOf,
  withLiveSession,
} from "./user.store.ts";
