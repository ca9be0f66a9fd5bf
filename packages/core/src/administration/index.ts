export { actOn } from "./act.ts";
export {
  createUser,
  editUser,
  listUsers,
  readUser,
  readUserByEmail,
} from "./administration.service.ts";
export { authorOf, promoteUser, requireAdminRole } from "./administrator.ts";
export { listFactorsOf, removeFactorsOf } from "./factor-administration.service.ts";
export { sendPasswordReset } from "./invitation.service.ts";
export { withoutLosingTheLast } from "./last-administrator.ts";
export { endSessionOf, endSessions, listSessions } from "./session-administration.service.ts";
