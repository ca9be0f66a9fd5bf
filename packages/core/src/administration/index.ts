export { actOn } from "./act.ts";
export {
  createUser,
  editUser,
  listUsers,
  readUser,
  readUserByEmail,
  sendPasswordReset,
} from "./administration.service.ts";
export { authorOf, promoteUser, requireAdminRole } from "./administrator.ts";
export { withoutLosingTheLast } from "./last-administrator.ts";
export { endSessionOf, endSessions, listSessions } from "./session-administration.service.ts";
