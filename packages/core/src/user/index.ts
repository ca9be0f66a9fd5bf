export { emailSchema } from "./email.ts";
export { searchSlice } from "./profile.slice.ts";
export { searchFor } from "./search.ts";
export {
  fieldsBut,
  forDelivery,
  forSignIn,
  only,
  type UserDocument,
  withDeletion,
  withoutMuch,
  withoutSearchKeys,
} from "./user.document.ts";
export * from "./user.schema.ts";
export {
  insertUser,
  knownBy,
  moveAccount,
  newUserDocument,
  profileOnly,
  toUser,
  users,
  usersOf,
} from "./user.store.ts";
