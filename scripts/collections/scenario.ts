/** One request of a collection: an operation of the OpenAPI document, and what the document does not say of it. */
export interface Step {
  /** OpenAPI's operationId. */
  operation: string;
  /** Instead of the operation's summary. */
  name?: string;
  /** Fields of the body, and parameters, where what is sent otherwise would not do. */
  values?: Record<string, unknown>;
  /** Header fields beside those that the client sends by itself. */
  headers?: Record<string, string>;
  /** Variables to set before the request: JavaScript, in which {{name}} is a variable. */
  before?: Record<string, string>;
  /** Where it is refused, for it cannot succeed on every service. */
  status?: number;
  /** Variables to set after it succeeded: JavaScript that has the answer as `body`. */
  after?: Record<string, string>;
}

/** The folder of the routes that only the local server has. */
export const localFolder = {
  name: "Local server",
  description: "What only the local server serves, to whoever has the token in .rollcall/dev-token",
};

/** What the variables hold before the first request. */
export const variables: Record<string, string> = {
  baseUrl: "http://127.0.0.1:3000",
  devToken: "",
  email: "ada@example.com",
  password: "correct horse battery staple",
  newPassword: "seven lighthouses in a row",
  confirmationToken: "",
  resetToken: "",
  codeToken: "",
  notMeToken: "",
  newEmail: "ada.king@example.com",
  changeToken: "",
  factorId: "",
  appSecret: "",
  appKey: "",
  appMac: "",
  appCode: "",
  recoveryCode: "",
  mfaToken: "",
  accessToken: "",
  refreshToken: "",
  attempt: "",
  audience: "example",
  userId: "",
  sessionId: "",
  adminEmail: "administrator@example.com",
  adminPassword: "nine kites above the harbour",
  adminAccessToken: "",
  newUserEmail: "grace@example.com",
  newUserPassword: "a parrot in a pear tree",
};

/** Fields that hold the same variable wherever they are sent. */
export const fieldValues: Record<string, string> = {
  email: "{{email}}",
  password: "{{password}}",
  currentPassword: "{{password}}",
  newPassword: "{{newPassword}}",
  newEmail: "{{newEmail}}",
  refreshToken: "{{refreshToken}}",
  attempt: "{{attempt}}",
  audience: "{{audience}}",
};

/** The variable that holds an id, by how such ids begin. */
export const idVariables: Record<string, string> = { user: "{{userId}}", sess: "{{sessionId}}", fact: "{{factorId}}" };

const keepTokens = { accessToken: "body.tokens.accessToken", refreshToken: "body.tokens.refreshToken" };
const keepAccount = { ...keepTokens, userId: "body.user.id" };
const newUser = { email: "{{newUserEmail}}", password: "{{newUserPassword}}" };
const administrator = { email: "{{adminEmail}}", password: "{{adminPassword}}" };
const tokenOfMail = (page: string) => {
  const beginning = `/${page}#token=`;
  return `body.flatMap(({ links }) => links).find((link) => link.includes("${beginning}")).split("=")[1]`;
};
const differentEachTime = (before: string, after = "") => `\`${before}\${Date.now().toString(36)}${after}\``;

/** What an authenticator app with the secret shows now (RFC 6238), by the library that both clients bring with them. */
const showCode = {
  appKey: `[...{{appSecret}}].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("").match(/.{4}/g).map((bits) => parseInt(bits, 2).toString(16)).join("")`,
  appMac: `(({ HmacSHA1, enc: { Hex } }) => HmacSHA1(Hex.parse(Math.floor(Date.now() / 30000).toString(16).padStart(16, "0")), Hex.parse({{appKey}})).toString())(require("crypto-js"))`,
  appCode: `String((parseInt({{appMac}}.substr(parseInt({{appMac}}.slice(-1), 16) * 2, 8), 16) & 0x7fffffff) % 1000000).padStart(6, "0")`,
};
const offerApp: Step = {
  operation: "offerAuthenticatorApp",
  after: { factorId: "body.id", appSecret: "body.secret" },
};
const confirmApp: Step = {
  operation: "confirmAuthenticatorApp",
  values: { id: "{{factorId}}", code: "{{appCode}}" },
  before: showCode,
};

/** What only a browser can answer: no client signs as a passkey does, so the examples are told that they are too late. */
const withoutBrowser = ["signInWithPasskey", "requestPasskeyAsSecondFactor"];

/**
 * The requests of each folder, such that all of them succeed from top to bottom, any number of times: the
 * account is a new one each time, and what deletes comes last. An operation that is not here takes its place
 * from the OpenAPI document.
 */
export const scenario: Record<string, Step[]> = {
  [localFolder.name]: [
    { operation: "makeAdministrator", values: administrator },
    { operation: "advanceClock", values: { advance: 1 } },
    { operation: "listMails" },
  ],
  Authentication: [
    { operation: "register", before: { email: differentEachTime("ada.", "@example.com") }, after: keepAccount },
    { operation: "createServiceToken" },
    { operation: "refresh", before: { attempt: differentEachTime("collection-attempt-") }, after: keepTokens },
    { operation: "resendVerification" },
    { operation: "forgotPassword" },
    { operation: "logout" },
    { operation: "login", after: keepAccount },
    {
      operation: "listMails",
      name: "Read the mail with the confirmation of the address",
      values: { to: "{{email}}" },
      after: { confirmationToken: tokenOfMail("verify-email") },
    },
    { operation: "verifyEmail", values: { token: "{{confirmationToken}}" } },
    {
      operation: "listMails",
      name: "Read the mail with the way to a new password",
      values: { to: "{{email}}" },
      after: { resetToken: tokenOfMail("reset-password") },
    },
    {
      operation: "resetPassword",
      values: { token: "{{resetToken}}" },
      before: { newPassword: differentEachTime("a parrot in a pear tree ") },
      after: { password: "{{newPassword}}" },
    },
    { operation: "login", name: "Sign in with the new password", after: keepAccount },
    { operation: "requestSignInCode" },
    { operation: "login", name: "Sign in on a phone", headers: { "User-Agent": "Pets/3.2 (iPhone; iOS 26.1)" } },
    { operation: "login", name: "Sign in as an administrator", values: administrator },
    {
      operation: "listMails",
      name: "Read the mail that signs in, and the notice of the phone",
      values: { to: "{{email}}" },
      after: { codeToken: tokenOfMail("sign-in"), notMeToken: tokenOfMail("not-me") },
    },
    { operation: "redeemSignInCode", values: { token: "{{codeToken}}" }, after: keepAccount },
    { operation: "disownSignIn", values: { token: "{{notMeToken}}" } },
    { operation: "login", name: "Sign in as somebody else", values: administrator },
    {
      operation: "listMails",
      name: "Read the mail that gives the account back",
      values: { to: "{{email}}" },
      after: { resetToken: tokenOfMail("reset-password") },
    },
    {
      operation: "resetPassword",
      name: "Set a new password after somebody else knew it",
      values: { token: "{{resetToken}}" },
      before: { newPassword: differentEachTime("an owl on the weathercock ") },
      after: { password: "{{newPassword}}" },
    },
    { operation: "login", name: "Sign in again", after: keepAccount },
    { ...offerApp, name: "Begin to set up the first authenticator app" },
    {
      ...confirmApp,
      name: "Finish to set up the first authenticator app",
      after: { recoveryCode: "body.recoveryCodes[0]" },
    },
    {
      operation: "login",
      name: "Sign in with a password where that is not enough",
      status: 401,
      after: { mfaToken: "body.mfaToken" },
    },
    {
      operation: "completeSignIn",
      values: { mfaToken: "{{mfaToken}}", code: undefined, recoveryCode: "{{recoveryCode}}" },
      after: keepAccount,
    },
    ...withoutBrowser.map((operation) => ({ operation, status: 410 })),
    {
      operation: "restoreAccount",
      name: "Undo a deletion, of which there is none",
      values: { token: "the-token-of-a-mail" },
      status: 410,
    },
    {
      operation: "keepFactors",
      name: "Keep factors that nobody wants to remove",
      values: { token: "the-token-of-a-mail" },
      status: 410,
    },
  ],
  Me: [
    { operation: "getMe" },
    { operation: "updateMe" },
    { operation: "listMyFactors" },
    { operation: "renameMyFactor" },
    { operation: "replaceRecoveryCodes" },
    { operation: "removeMyFactor" },
    offerApp,
    confirmApp,
    { operation: "removeMyFactor", name: "Remove the other one, too" },
    { operation: "requestMyPasskey", name: "Ask for one of my passkeys, of which there are none", status: 409 },
    { operation: "offerPasskey" },
    { operation: "addPasskey", status: 410 },
    { operation: "login", name: "Sign in on another device" },
    { operation: "listMySessions", after: { sessionId: "body.items.find(({ current }) => !current).id" } },
    { operation: "endMySession" },
    { operation: "endMyOtherSessions" },
    { operation: "verifyMe", after: { accessToken: "body.accessToken" } },
    { operation: "requestEmailChange", before: { newEmail: differentEachTime("ada.king.", "@example.com") } },
    { operation: "login", name: "Sign in as somebody else meanwhile", values: administrator },
    {
      operation: "listMails",
      name: "Read the mail to the new address",
      values: { to: "{{newEmail}}" },
      after: { changeToken: tokenOfMail("change-email") },
    },
    { operation: "changeEmail", values: { token: "{{changeToken}}" }, after: { email: "{{newEmail}}" } },
    {
      operation: "changeMyPassword",
      before: { newPassword: differentEachTime("seven lighthouses ") },
      after: { password: "{{newPassword}}" },
    },
    { operation: "deleteMe" },
  ],
  Users: [
    {
      operation: "login",
      name: "Sign in as administrator",
      values: administrator,
      after: { adminAccessToken: "body.tokens.accessToken" },
    },
    {
      operation: "createUser",
      values: { ...newUser, name: "Grace Hopper" },
      before: { newUserEmail: differentEachTime("grace.", "@example.com") },
      after: { userId: "body.id" },
    },
    { operation: "listUsers", values: { limit: "10", q: "grace" } },
    { operation: "getUser" },
    { operation: "updateUser", values: { status: "active", name: "Rear Admiral Grace Hopper" } },
    { operation: "login", name: "Sign in to the new account", values: newUser },
    { operation: "listUserSessions", after: { sessionId: "body.items[0].id" } },
    { operation: "listUserFactors" },
    // At once, where the owner is given no time to stop it.
    { operation: "removeUserFactors", status: 204 },
    { operation: "endUserSession" },
    { operation: "endUserSessions" },
    { operation: "sendPasswordReset" },
    { operation: "deleteUser" },
  ],
  Events: [{ operation: "listEvents", values: { order: "asc", limit: "10" } }],
  Service: [{ operation: "getOpenApi", name: "The OpenAPI document" }],
};
