import { issueSchema, problemSchema } from "../../http/problem.ts";
import { note } from "../note.ts";

export const problemNotes = [
  note(issueSchema, {
    id: "Issue",
    description: "One reason why the input was refused.",
    properties: {
      path: "Where the value stands in the input: names of members, and indexes of lists. Empty for the input as a whole.",
      code: "The rule that it breaks, for programs: `invalid_type` (missing, or of another JSON type), `invalid_format`, `invalid_value`, `too_small`, `too_big`, `unrecognized_keys`, `wrong_password`, `too_short`, `too_long`, `common`, `own_words`, or `custom` for one that only the message tells.",
      message: "The rule that it breaks, in English, for people. It never holds the value.",
    },
  }),
  note(problemSchema, {
    id: "Problem",
    description: "A failure (RFC 9457). Decide by `code`: it says what went wrong, and never changes.",
    properties: {
      type: { description: "The address of a page about this code.", format: "uri" },
      title: "The code in words, the same each time.",
      status: "The HTTP status of the answer.",
      code: "What went wrong, for programs.",
      detail: "What went wrong this time, for people.",
      instance: { description: "This one failure: the request's id as a URI.", format: "uri" },
      requestId: {
        description: "The request's id, also in the field X-Request-Id and in the service's log.",
        format: "uuid",
      },
      retryAfter: "Seconds after which another try makes sense, as in the field Retry-After.",
      issues: "Every reason why the input was refused.",
      mfaToken: "With `second_factor_required`: what POST /auth/mfa takes beside the second factor.",
      expiresIn: "With `second_factor_required`: seconds that `mfaToken` is good for.",
      maxAge: "With `reauthentication_required`: seconds that the proof of who asks may be old.",
      acr: "With `reauthentication_required`: how strong the proof has to be; `1` is one factor, `2` are two.",
      methods:
        "With `reauthentication_required` and `second_factor_required`: what the account can prove it with, one of which is enough. `code` is another sign-in by a mailed code; the others go to POST /me/verify, or to POST /auth/mfa: `password`, `totp` (as `code`), `passkey`, `recovery_code` (as `recoveryCode`).",
    },
  }),
];
