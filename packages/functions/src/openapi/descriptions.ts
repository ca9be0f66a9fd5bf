/**
 * What there is to say of an operation beyond its summary, by its id: apart from the contracts, so that a process reads it only when it is
 * asked for the document.
 */
export const descriptions: Readonly<Record<string, string>> = {
  register:
    "The account can be used at once, and its address is confirmed by a mail. Where the service wants the mail first, the answer is 202 with an empty object for every address, and the mail tells its reader what has come of it.",
  login:
    "Begins a session of its own. A wrong password, an unknown address, a disabled account and one that waits for the confirmation of its address get one and the same answer. Where the account has a second factor, the answer is 401 `second_factor_required`, and POST /auth/mfa goes on.",
  refresh:
    "Every use gives a new refresh token. The one before answers with the same new token for 30 seconds, because an answer can get lost; with the `attempt` of the refresh that was not heard of, it does so however late, until the new token has been used. Used otherwise, it ends the session.",
  createServiceToken:
    "Tokens of sign-in and refresh are for this service alone; another one gets a token that is for it alone, so that it could do nothing here with what it receives. It lives as long as the others, and is asked for anew when it has expired.",
  logout: "Also succeeds when the session had ended before.",
  advanceClock: "On the local server only: to see what ends when.",
  makeAdministrator:
    "On the local server only: of a new account, or of one that exists, which gets the password and loses its sessions.",
  listMails: "On the local server only, which sends none: the newest 200, the newest first. A browser gets a page.",
  getOpenApi: "For readers such as Redoc, for API clients, and to generate code from.",
  getProblem: "Where the `type` of a problem leads.",
  requestEmailChange:
    "Mails a link and a code to the new address, good for an hour; the account keeps its address until somebody there confirms it with `POST /auth/email/change`. A newer request voids the one before; there is at most one a minute. Answers the same whether the new address has an account or not.",
  changeEmail:
    "By the token of the link that was mailed to the new address, or by its code with the address that the account has so far. The account has the new address from then on, confirmed, and its sessions go on. The old address, if it was confirmed, is mailed a link whose token, for seven days, takes the change back here: the account has its old address again, every session ends, the password is void, and a mail sets a new one.",
  requestSignInCode:
    "Answers the same whether the address has an account or not. The link and the code are good for ten minutes, once, on any device, and void those before. At most one mail a minute is sent, and five in an hour.",
  redeemSignInCode:
    "By the token of the mail's link, or by its code with the address. Begins a session of its own and confirms the address. Where that was not confirmed before, somebody else may have registered it: the password they chose is void, and their sessions end.",
  listEvents:
    "The newest first. With `order=asc` it is a feed: go on with `nextCursor`, which the last page has, too, for as long as you like; an empty page says that nothing has come since.",
  listMyFactors: "Authenticator apps and passkeys, and how many recovery codes are left.",
  offerAuthenticatorApp:
    "The secret for the app, by hand or as a QR code of `uri`. It counts once the app's first code has been sent to POST /me/factors/totp/confirm, within fifteen minutes.",
  confirmAuthenticatorApp:
    "From now on the app is asked for at every sign-in. With the first factor there are ten recovery codes, shown this one time, and every other session ends; this one counts as one of two factors from its next refresh on. Where this answer is lost, POST /me/recovery-codes gives other codes.",
  renameMyFactor: "The name is there for its owner alone.",
  removeMyFactor:
    "With the last one, the recovery codes go as well, every other session ends, and one proof is enough to sign in again: this session is one of a single factor from its next refresh on. Where the account has to have a second factor, the last one stays.",
  replaceRecoveryCodes:
    "Ten, each good once in place of a factor, shown this one time. Those before are void. Of several requests the codes of the last one are good.",
  getMe: "As it is now, whatever the access token says.",
  updateMe: "The address has a way of its own: `POST /me/email`.",
  deleteMe:
    "Ends every session. Where the operator gives time to undo it, a mail brings the way back, and the address stays taken until then; otherwise the account is gone, and the address free, at once. The last administrator stays.",
  changeMyPassword: "Every other session ends.",
  verifyMe:
    "For operations that want a recent proof, or a stronger one: by the password, the code of an authenticator app, a recovery code or a passkey. Where the account has a second factor, the password alone is not enough. Other tokens of the session say so from their next refresh on; its refresh token stays as it is.",
  exportMe:
    "The account with its sessions, places, links and codes, what is queued, and its 500 newest events; `events.nextCursor` leads to the older ones in GET /me/events. Nothing in it could be used by who reads it.",
  listMySessions: "One for each sign-in that has not ended.",
  endMyOtherSessions: "Their refresh tokens are refused at once. Their access tokens expire within minutes.",
  endMySession: "Its refresh token is refused at once. Its access token expires within minutes.",
  listMyEvents:
    "As administrators read it, without what is of others: their addresses, and which administrator it was.",
  requestPasskey:
    "`options` are for `navigator.credentials.get()`. They name nobody and are the same for everybody, so a page can ask for them before it knows who is there. `challenge` is good once, for five minutes.",
  signInWithPasskey:
    "A passkey that makes sure who its user is, by a PIN or a finger, is two factors at once; one that does not is refused here. An unknown passkey, one of a disabled account and a wrong signature get one and the same answer.",
  requestPasskeyAsSecondFactor:
    "`options` name the passkeys of the account that `mfaToken` is for. The answer goes to POST /auth/mfa.",
  requestMyPasskey:
    "As the proof that POST /me/verify takes, in this session. `challenge` is good once, for five minutes.",
  offerPasskey: "`options` are for `navigator.credentials.create()`. `challenge` is good once, for five minutes.",
  addPasskey:
    "From now on it signs in, and is asked for where another proof came first. With the first factor there are ten recovery codes, shown this one time, and every other session ends; this one counts as one of two factors from its next refresh on.",
  verifyEmail:
    "By the token of the mail's link, or by its code with the address. An account that waited for it can be signed in to from then on, with the password of the registration that the mail was about. Nobody is signed in by it.",
  resendVerification:
    "Answers the same whether the address waits for one, is confirmed, or is nobody's. The link and the code before are void. At most one mail a minute is sent, and five in an hour.",
  forgotPassword:
    "Answers the same whether the address has an account or not. The mail goes to the address as the account has it, is good for an hour, and voids the one before. At most one a minute is sent, and five in an hour.",
  resetPassword:
    "By the token of the mail's link, or by its code with the address; the mail of an invitation does, too. Every session ends, every other link is void, and the address is confirmed. Nobody is signed in by it. After a refused password the link is as good as before.",
  restoreAccount:
    "By the token of the mail's link, or by its code with the address, while the deletion is not carried out. The account is as it was, but for its sessions; nobody is signed in by it.",
  completeSignIn:
    "After `second_factor_required`, whichever way to sign in has answered it. Wrong codes count with wrong passwords, and `mfaToken` leads to one session at most.",
  getJwks: "A key is published before it signs and until its last token has expired.",
  getProviderMetadata: "What the JWT authorizer of an API Gateway HTTP API reads. This is no OpenID provider.",
  getHealth: "Without asking the database: whether to restart the process.",
  getReady: "Whether to send it requests.",
  disownSignIn:
    "By the token of the link in a notice of a new sign-in, good for seven days. As whoever signed in knew the password, or has the mailbox, every session ends and the password is void; the address that the notice was sent to is the account's again, if it was changed meanwhile, and gets a mail that sets a new password.",
  listUsers: "Filters apply together.",
  createUser:
    "Its owner signs in with the password. Where none is given, an invitation is mailed, good for seven days, to choose one; without mail nobody can sign in.",
  getUser: "Its sessions are a list of their own.",
  updateUser: "What is left out stays as it is. Disabling an account ends its sessions.",
  deleteUser:
    "Ends every session. It is gone, and the address free, at once, also where its owner could still have undone it; to be able to undo it, disable it instead.",
  sendPasswordReset:
    "The account's owner gets the mail, good for a day, and nobody else sees the new password. Who has never signed in and has no password gets another invitation, good for seven days.",
  listUserSessions: "One for each sign-in that has not ended.",
  endUserSessions: "Its owner can sign in again; disable the account to prevent that.",
  endUserSession: "Its refresh token is refused at once. Its access token expires within minutes.",
  keepFactors:
    "By the token of the link in the mail that tells of it, at any of the account's addresses, until they are removed. The factors stay as they are; nobody is signed in by it.",
  listUserFactors: "What its owner is asked for beside a password, and whether that will be removed.",
  removeUserFactors:
    "For somebody who has lost them, and who it is you have made sure of: recovery codes go, too, and every session ends. The owner is told at every address, and reads the reason in the audit trail. Where the service gives the owner time to stop it, it is done later, and asking again changes nothing. Administrators' own factors need a proof: DELETE /me/factors/{id}.",
};

/** What a success of an operation is, by its id, where its contract does not say it. */
export const answers: Readonly<Record<string, string>> = {
  register: "The account and its first session's tokens",
  login: "The account and the new session's tokens",
  refresh: "The session's new tokens",
  createServiceToken: "A token that only this audience accepts",
  logout: "The session has ended",
  requestEmailChange: "A mail is on its way to the new address",
  changeEmail: "The account has the other address",
  requestSignInCode: "If the address can sign in, it is mailed",
  redeemSignInCode: "The account and the new session's tokens",
  listEvents: "A page of events",
  keepFactors: "The factors stay",
  listMyFactors: "My factors, the oldest first",
  offerAuthenticatorApp: "What the app has to be given",
  confirmAuthenticatorApp: "The app is a factor",
  renameMyFactor: "The factor after the change",
  removeMyFactor: "It is asked for no more",
  replaceRecoveryCodes: "The new codes",
  getMe: "My account",
  updateMe: "My account after the change",
  deleteMe: "The account is gone, or out of use",
  changeMyPassword: "The new password is in force",
  verifyMe: "An access token with the new `auth_time` and `acr`",
  exportMe: "All that is kept about me",
  listMySessions: "The sessions that have not ended, the last used first",
  endMyOtherSessions: "The other sessions have ended",
  endMySession: "The session has ended",
  listMyEvents: "A page of events",
  requestPasskey: "What a passkey is asked with",
  signInWithPasskey: "The account and the new session's tokens",
  requestPasskeyAsSecondFactor: "What a passkey is asked with",
  requestMyPasskey: "What a passkey is asked with",
  offerPasskey: "What a passkey is made with",
  addPasskey: "The passkey is a factor",
  verifyEmail: "The address is confirmed",
  resetPassword: "The new password is in force",
  restoreAccount: "The account can be signed in to again",
  completeSignIn: "The account and the new session's tokens",
  getJwks: "A JSON Web Key Set (RFC 7517)",
  getProviderMetadata: "The issuer and the address of its keys",
  getHealth: "It does",
  getReady: "It does",
  disownSignIn: "Nobody is signed in, and a mail that sets a new password is on its way",
  listUsers: "A page of accounts",
  createUser: "The new account",
  getUser: "The account",
  updateUser: "The account after the change",
  deleteUser: "The account and its sessions are gone",
  sendPasswordReset: "The mail is on its way",
  listUserFactors: "Its factors, the oldest first",
  removeUserFactors: "The account has no factor any more",
  listUserSessions: "The sessions that have not ended, the last used first",
  endUserSessions: "Its sessions have ended",
  endUserSession: "The session has ended",
};
