import type { problemKinds } from "../http/problem.ts";

/** When each problem happens and what to do about it, for the developer who has just met it. */
export const advice: Readonly<Record<keyof typeof problemKinds, string>> = {
  malformed_json:
    "The body is empty, not JSON, or not in UTF-8. Send what a JSON library writes; on a command line, look at the quotes.",
  malformed_request:
    "The path is not in its plain form: it has an escape of a character that needs none, a segment that is empty or made of dots, a backslash or a control character. Write it as in the OpenAPI document.",
  missing_token:
    "The route asks who is calling, and the request has no field `Authorization: Bearer …`. Send the access token there: no cookie and no parameter counts. POST /auth/login gives one.",
  invalid_token:
    "The access token has expired, is not whole, is for another service (as those of POST /auth/tokens are) or from one, or its session has ended. Get the next one with POST /auth/refresh; where that is refused, sign in again.",
  invalid_credentials:
    "No account that may sign in has this address and this password. A wrong password, an unknown address, a disabled account, one without a password and one that waits for the confirmation of its address get the same answer. Passwords are compared exactly: look for spaces and capitals. With a code of a mail: it is not the one that the newest mail to this address has. With a second factor: the code is not the one that the app shows now, as when the clock of its phone is wrong, or it was used before; or the account takes no more codes of apps after fifty wrong ones (then `methods` does not name `totp`). A passkey is unknown here, is asked for by a page that is not in `CORS_ORIGINS` or `LINKS_URL`, or has not made sure who its user is where it stands alone.",
  invalid_refresh_token:
    "The token is not this service's, was used before, or its session has ended: signed out, ended by its owner or an administrator, unused for too long, or with a new password. Sign in again. Where users meet it who did none of that, the client uses an old token: keep the one of every answer, refresh once at a time, and repeat a refresh whose answer was lost within 30 seconds, or with its `attempt`.",
  second_factor_required:
    "The first proof was right, and the account has a second factor: ask for one of `methods`, and send it with `mfaToken` to POST /auth/mfa within `expiresIn` seconds. For a passkey, POST /auth/mfa/passkey gives what a browser needs. The token begins no session and opens nothing else.",
  enrollment_required:
    "What is asked for wants two factors, and the account has no second one. Set one up: an authenticator app with POST /me/factors/totp, or a passkey with POST /me/passkeys/options. The session that has done so counts as one of two factors, from its next refresh on.",
  reauthentication_required:
    "What is asked for wants a proof of who asks that is at most `maxAge` seconds old and at least as strong as `acr` (`2`: two factors), and the session's last one (`auth_time`) is older or weaker. Prove it anew with POST /me/verify, or sign in again, by what `methods` names, and repeat the request with the access token that this gives. A refresh is no proof. Another service that says so wants a new token from POST /auth/tokens afterwards.",
  forbidden:
    "The route is for administrators, and this account is none; who has just been made one gets the role with the next refresh or sign-in. With `MFA=off` nobody can set up a second factor. The local server's own routes want the token of its file, from the same machine and from no other page. A cookie is for pages of the same site whose origin is in `CORS_ORIGINS`. A function URL behind a router is for the router: send requests to the issuer.",
  email_not_verified:
    "The account's address is not confirmed yet. Follow the link of the mail that was sent to it, or ask for another one with POST /auth/email/verify/resend. Signing in never says so, since everybody could learn from it which addresses have accounts.",
  registration_closed: "Nobody can register here. An administrator can create an account with POST /users.",
  not_found:
    "There is no such path, or no account or session with this id; what was deleted or has ended is not found either. Paths have no slash at the end.",
  method_not_allowed: "The path has other methods: the field Allow lists them.",
  email_taken:
    "An account has this address, perhaps in other capitals. Sign in to it, or take another address. A registration that is sent twice gets this answer the second time: the first has made the account.",
  conflict: "What is asked for does not fit the state of things; `detail` says what stands against it.",
  limit_reached:
    "An account holds so many of these and no more; `detail` says of what. Remove one, or try again when what is under way has been carried out.",
  code_expired:
    "The link or code is too old, is not whole, is of a mail for something else, or is void: a newer one was asked for, or the password or the address has changed since. Ask for a new one. The same is said of an `mfaToken` (begin the sign-in anew), of a passkey's `challenge` (ask for options again) and of an authenticator app whose setup has taken more than fifteen minutes.",
  code_used:
    "The link or code has done what it was for, and does so once: look whether that is done already, and otherwise ask for a new one. An owner who has not used what was mailed should know that somebody else reads the mailbox. An `mfaToken` has led to a session, a passkey's `challenge` was met, or an authenticator app is set up already: where the recovery codes of that were lost with the answer, POST /me/recovery-codes gives others.",
  payload_too_large: "A body may have 16 KiB. No request of this service needs more: look for a field that grew.",
  unsupported_media_type:
    "Send the body with `Content-Type: application/json`, in UTF-8 and not compressed. Of their own, `curl -d` and `fetch` say something else.",
  validation_failed:
    'Each of the `issues` has the path of a field and what is expected of it, in words for its user. A field that is missing is `Required`; values need the right JSON type: `"1"` is no number. What is not documented is refused (`unrecognized_keys`): look for misspellings. `wrong_password` is said of a current password; `wrong_code` of a code or a passkey that is not good: used before, shown by a phone whose clock is wrong, for another session or from a page that is not listed.',
  weak_password:
    "All is right but the new password. Each of the `issues` names a rule that it fails: `too_short`, `too_long`, `common` (among those that are guessed first), `own_words` (made of the account's address, its name or the name of this service) or `breached` (known from a breach of another service). No kind of character is asked for; a few words that have nothing to do with each other do well.",
  too_many_attempts:
    "There were so many tries on this account, or so many tries, registrations or requests for mails from this address or network, that the next one is looked at only after the seconds in `Retry-After`. What is tried before does not count and makes no wait longer. Sessions go on meanwhile. Where it is the account that has to wait, its owner still gets in by a passkey, or, without a second factor, by the link of a mail (POST /auth/code), as neither is counted; and a network from which the owner has signed in before has tries of its own.",
  internal:
    "The fault is the service's. Whether the request has taken effect is not known. Tell whoever runs the service the `requestId`: the log has a line with it.",
  unavailable:
    "The database does not answer, too many passwords wait to be checked, or the request took too long. Try again after the seconds in `Retry-After`. The request may have taken effect: a registration that is tried again may find its own account, with `email_taken`.",
};
