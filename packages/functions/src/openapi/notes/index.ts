import type { Note } from "../note.ts";
import { accountNotes } from "./accounts.ts";
import { emailChangeNotes } from "./email-change.ts";
import { eventNotes } from "./events.ts";
import { factorNotes } from "./factors.ts";
import { passkeyNotes } from "./passkeys.ts";
import { privacyNotes } from "./privacy.ts";
import { problemNotes } from "./problem.ts";
import { recoveryNotes } from "./recovery.ts";
import { serviceNotes } from "./service.ts";
import { sessionNotes } from "./sessions.ts";
import { userNotes } from "./users.ts";

export const notes: readonly Note[] = [
  ...accountNotes,
  ...recoveryNotes,
  ...emailChangeNotes,
  ...sessionNotes,
  ...factorNotes,
  ...passkeyNotes,
  ...userNotes,
  ...eventNotes,
  ...privacyNotes,
  ...serviceNotes,
  ...problemNotes,
];
