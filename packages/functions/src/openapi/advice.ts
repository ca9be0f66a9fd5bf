import type { ErrorCode } from "@rollcall/core";

/** When each problem happens and what to do about it, for the developer who has just met it. */
export const advice: Readonly<Record<ErrorCode, string>> = {
  malformed_json:
    "The body is empty, not JSON (RFC 8259), or not in UTF-8. Send what a JSON library writes; on a command line, look at the quotes.",
  malformed_request:
    "The path is not in its plain form, in which every reader takes it for the same: no escapes of letters, digits, `-`, `.`, `_` and `~`, no segment that is empty or made of dots, no backslash and no control character, plain or escaped. Write it as in the OpenAPI document.",
  missing_token:
    "The route wants to know who is calling, and the request has no field `Authorization: Bearer …`. Send the access token there and nowhere else: no cookie and no parameter counts. POST /auth/login gives one.",
  invalid_token:
    "The access token has expired, is not whole, comes from or is meant for another service (as those of POST /auth/tokens are), or its session has ended. Get the next one with POST /auth/refresh; where that is refused, sign in again.",
  invalid_credentials:
    "The address and the password are not those of an account that may sign in. A wrong password, an unknown address, a disabled account and one without a password get this same answer, so that nobody learns which it is. Passwords are compared exactly: look for spaces around them and for capitals.",
  invalid_refresh_token:
    "The refresh token is not one of this service's, was used before, or its session has ended: by signing out, by its owner or an administrator, with a new password, or because it was not used for too long. Sign in again. Where that meets users who did nothing of the kind, the client uses an old token: keep the new one of every answer, refresh once at a time, and repeat a refresh whose answer was lost within 30 seconds, or with its `attempt`.",
  forbidden:
    "The route is for administrators, and this account is none. Whoever has just been made one gets the role with the next refresh or sign-in.",
  registration_closed: "Nobody can register here. An administrator can create an account with POST /users.",
  not_found:
    "There is no such path, or no account or session with this id; what was deleted or has ended is not found either. Paths are written as in the OpenAPI document, without a slash at the end.",
  method_not_allowed: "The path has other methods: the field Allow of the answer lists them.",
  email_taken:
    "An account has this address, perhaps written with other capitals. Sign in to it, or take another address. A registration that was sent twice gets this answer the second time: the first has made the account.",
  conflict:
    "The request does not fit the state that things are in; `detail` says what stands against it. Sending it again as it is does not help.",
  payload_too_large: "A body may have 16 KiB. No request of this service needs more: look for a field that grew.",
  unsupported_media_type:
    "Send the body with `Content-Type: application/json`, in UTF-8 and not compressed. curl says something else of `-d`, and fetch of a text, unless they are told.",
  validation_failed:
    'Each of the `issues` has the path of a field and what is expected of it, for all fields at once and fit to be shown at them. A field that is missing is `Required`; values have to have the right JSON type: `"1"` is no number. Fields and parameters that are not documented are refused (`unrecognized_keys`), so look for misspellings. `wrong_password` is said of a current password that is not the account\'s. What is wrong with a new password beside other fields is told here too, by the rules of `weak_password`.',
  weak_password:
    "All is right but the password. Each of the `issues` names a rule that it fails: `too_short`, `too_long`, `common` (among the most common passwords) or `own_words` (made of the account's address, its name or the name of this service). No kind of character is asked for; a few words that have nothing to do with each other do well.",
  internal:
    "The fault is the service's. Whether the request has taken effect is not known. Tell whoever runs the service the `requestId`: the log has a line with it.",
  unavailable:
    "The database does not answer, more passwords are to be checked than can be at once, or the request took too long. Try again after the seconds in `Retry-After`. The request may have taken effect nonetheless: a registration that is tried again may find its own account, with `email_taken`.",
};
