export { emailSchema } from "./email.ts";
export { searchFor } from "./search-keys.ts";
export { fieldsBut, forDelivery, only, type UserDocument, withoutSearchKeys } from "./user.document.ts";
export * from "./user.schema.ts";
export {
  emailFields,
  insertUser,
  moveAccount,
  nameFields,
  newUserDocument,
  profileOnly,
  toUser,
  users,
  usersOf,
} from "./user.store.ts";
