/* Made by `npm run client-types` from the service's OpenAPI document. */

import type { ClientRequestOptions, ClientResponse } from "hono/client";

/**
 * Every route of the service, in the shape of hono/client.
 *
 * `Caller` is `this` of the calls that may want a new proof of who is signed in: nothing is one where nobody would
 * ask for it.
 */
export interface Api<Caller = unknown> {
  /** `/auth` */
  auth: AuthRoutes;
  /**
   * `/me`
   *
   * - `$get`: Read my account
   * - `$patch`: Change my profile
   * - `$delete`: Delete my account
   */
  me: MeRoutes<Caller>;
  /**
   * `/users`
   *
   * - `$get`: List accounts, the newest first
   * - `$post`: Create an account for somebody
   */
  users: UsersRoutes<Caller>;
  /**
   * `/events`
   *
   * - `$get`: Read the audit trail
   */
  events: EventsRoutes;
  /** `/.well-known` */
  ".well-known": WellKnownRoutes;
  /**
   * `/health`
   *
   * - `$get`: Whether the process answers
   */
  health: HealthRoutes;
  /**
   * `/ready`
   *
   * - `$get`: Whether the database answers
   */
  ready: ReadyRoutes;
  /**
   * `/openapi.json`
   *
   * - `$get`: Read the OpenAPI document
   */
  "openapi.json": OpenapiJsonRoutes;
  /** `/problems` */
  problems: ProblemsRoutes;
}

/** `/auth` */
interface AuthRoutes {
  /**
   * `/auth/register`
   *
   * - `$post`: Create an account and sign in to it
   */
  register: AuthRegisterRoutes;
  /**
   * `/auth/login`
   *
   * - `$post`: Sign in with a password
   */
  login: AuthLoginRoutes;
  /**
   * `/auth/refresh`
   *
   * - `$post`: Get new tokens for a session
   */
  refresh: AuthRefreshRoutes;
  /**
   * `/auth/tokens`
   *
   * - `$post`: Get an access token for another service
   */
  tokens: AuthTokensRoutes;
  /**
   * `/auth/logout`
   *
   * - `$post`: End a session
   */
  logout: AuthLogoutRoutes;
  /** `/auth/email` */
  email: AuthEmailRoutes;
  /** `/auth/password` */
  password: AuthPasswordRoutes;
  /**
   * `/auth/restore`
   *
   * - `$post`: Undo the deletion of an account
   */
  restore: AuthRestoreRoutes;
  /**
   * `/auth/code`
   *
   * - `$post`: Mail a link and a code to sign in with
   */
  code: AuthCodeRoutes;
  /**
   * `/auth/not-me`
   *
   * - `$post`: Say of a sign-in that it was somebody else's
   */
  "not-me": AuthNotMeRoutes;
  /**
   * `/auth/mfa`
   *
   * - `$post`: Sign in with a second factor
   */
  mfa: AuthMfaRoutes;
  /** `/auth/factors` */
  factors: AuthFactorsRoutes;
  /**
   * `/auth/passkey`
   *
   * - `$post`: Sign in with a passkey
   */
  passkey: AuthPasskeyRoutes;
}

/**
 * `/auth/register`
 *
 * - `$post`: Create an account and sign in to it
 */
interface AuthRegisterRoutes {
  /**
   * Create an account and sign in to it.
   *
   * The account can be used at once, and its address is confirmed by a mail. Where the service wants the mail first,
   * the answer is 202 with an empty object for every address, and the mail tells its reader what has come of it.
   *
   * `POST /auth/register`, without a token.
   *
   * Answers 201: the account and its first session's tokens.
   *
   * Answers 202: a mail tells the rest.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 403 `registration_closed`: Registration is closed
   * - 403 `forbidden`: Not allowed
   * - 409 `email_taken`: The e-mail address is taken
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 422 `weak_password`: The password is too weak
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: RegisterInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RegisterAnswer, 201, "json">
    | ClientResponse<RegisterOtherAnswer, 202, "json">
    | ClientResponse<RegisterProblem, 400 | 403 | 409 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/login`
 *
 * - `$post`: Sign in with a password
 */
interface AuthLoginRoutes {
  /**
   * Sign in with a password.
   *
   * Begins a session of its own. A wrong password, an unknown address, a disabled account and one that waits for the
   * confirmation of its address get one and the same answer. Where the account has a second factor, the answer is
   * 401 `second_factor_required`, and POST /auth/mfa goes on.
   *
   * `POST /auth/login`, without a token.
   *
   * Answers 200: the account and the new session's tokens.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 401 `second_factor_required`: A second factor is needed
   * - 403 `forbidden`: Not allowed
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: LoginInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<LoginAnswer, 200, "json">
    | ClientResponse<LoginProblem, 400 | 401 | 403 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/refresh`
 *
 * - `$post`: Get new tokens for a session
 */
interface AuthRefreshRoutes {
  /**
   * Get new tokens for a session.
   *
   * Every use gives a new refresh token. The one before answers with the same new token for 30 seconds, because an
   * answer can get lost; with the `attempt` of the refresh that was not heard of, it does so however late, until the
   * new token has been used. Used otherwise, it ends the session.
   *
   * `POST /auth/refresh`, without a token.
   *
   * Answers 200: the session's new tokens.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_refresh_token`: The refresh token is not valid
   * - 403 `forbidden`: Not allowed
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: RefreshInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RefreshAnswer, 200, "json">
    | ClientResponse<RefreshProblem, 400 | 401 | 403 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/tokens`
 *
 * - `$post`: Get an access token for another service
 */
interface AuthTokensRoutes {
  /**
   * Get an access token for another service.
   *
   * Tokens of sign-in and refresh are for this service alone; another one gets a token that is for it alone, so that
   * it could do nothing here with what it receives. It lives as long as the others, and is asked for anew when it
   * has expired.
   *
   * `POST /auth/tokens`, with an access token.
   *
   * Answers 200: a token that only this audience accepts.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: CreateServiceTokenInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<CreateServiceTokenAnswer, 200, "json">
    | ClientResponse<CreateServiceTokenProblem, 400 | 401 | 403 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/logout`
 *
 * - `$post`: End a session
 */
interface AuthLogoutRoutes {
  /**
   * End a session.
   *
   * Also succeeds when the session had ended before.
   *
   * `POST /auth/logout`, without a token.
   *
   * Answers 204: the session has ended.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 403 `forbidden`: Not allowed
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: LogoutInput },
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<null, 204, "body"> | ClientResponse<LogoutProblem, 400 | 403 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/** `/auth/email` */
interface AuthEmailRoutes {
  /**
   * `/auth/email/verify`
   *
   * - `$post`: Confirm an address
   */
  verify: AuthEmailVerifyRoutes;
  /**
   * `/auth/email/change`
   *
   * - `$post`: Confirm an account's new address, or take a change back
   */
  change: AuthEmailChangeRoutes;
}

/**
 * `/auth/email/verify`
 *
 * - `$post`: Confirm an address
 */
interface AuthEmailVerifyRoutes {
  /**
   * Confirm an address.
   *
   * By the token of the mail's link, or by its code with the address. An account that waited for it can be signed in
   * to from then on, with the password of the registration that the mail was about. Nobody is signed in by it.
   *
   * `POST /auth/email/verify`, without a token.
   *
   * Answers 204: the address is confirmed.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: VerifyEmailInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<VerifyEmailProblem, 400 | 401 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/auth/email/verify/resend`
   *
   * - `$post`: Mail the confirmation of an address again
   */
  resend: AuthEmailVerifyResendRoutes;
}

/**
 * `/auth/email/verify/resend`
 *
 * - `$post`: Mail the confirmation of an address again
 */
interface AuthEmailVerifyResendRoutes {
  /**
   * Mail the confirmation of an address again.
   *
   * Answers the same whether the address waits for one, is confirmed, or is nobody's. The link and the code before
   * are void. At most one mail a minute is sent, and five in an hour.
   *
   * `POST /auth/email/verify/resend`, without a token.
   *
   * Answers 202: if there is something to mail, it is mailed.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: ResendVerificationInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ResendVerificationAnswer, 202, "json">
    | ClientResponse<ResendVerificationProblem, 400 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/email/change`
 *
 * - `$post`: Confirm an account's new address, or take a change back
 */
interface AuthEmailChangeRoutes {
  /**
   * Confirm an account's new address, or take a change back.
   *
   * By the token of the link that was mailed to the new address, or by its code with the address that the account
   * has so far. The account has the new address from then on, confirmed, and its sessions go on. The old address, if
   * it was confirmed, is mailed a link whose token, for seven days, takes the change back here: the account has its
   * old address again, every session ends, the password is void, and a mail sets a new one.
   *
   * `POST /auth/email/change`, without a token.
   *
   * Answers 204: the account has the other address.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 409 `email_taken`: The e-mail address is taken
   * - 409 `limit_reached`: There is no room for more
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: ChangeEmailInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<ChangeEmailProblem, 400 | 401 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/** `/auth/password` */
interface AuthPasswordRoutes {
  /**
   * `/auth/password/forgot`
   *
   * - `$post`: Mail the way to a new password
   */
  forgot: AuthPasswordForgotRoutes;
  /**
   * `/auth/password/reset`
   *
   * - `$post`: Set a new password by mail
   */
  reset: AuthPasswordResetRoutes;
}

/**
 * `/auth/password/forgot`
 *
 * - `$post`: Mail the way to a new password
 */
interface AuthPasswordForgotRoutes {
  /**
   * Mail the way to a new password.
   *
   * Answers the same whether the address has an account or not. The mail goes to the address as the account has it,
   * is good for an hour, and voids the one before. At most one a minute is sent, and five in an hour.
   *
   * `POST /auth/password/forgot`, without a token.
   *
   * Answers 202: if there is something to mail, it is mailed.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: ForgotPasswordInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ForgotPasswordAnswer, 202, "json">
    | ClientResponse<ForgotPasswordProblem, 400 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/password/reset`
 *
 * - `$post`: Set a new password by mail
 */
interface AuthPasswordResetRoutes {
  /**
   * Set a new password by mail.
   *
   * By the token of the mail's link, or by its code with the address; the mail of an invitation does, too. Every
   * session ends, every other link is void, and the address is confirmed. Nobody is signed in by it. After a refused
   * password the link is as good as before.
   *
   * `POST /auth/password/reset`, without a token.
   *
   * Answers 204: the new password is in force.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 422 `weak_password`: The password is too weak
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: ResetPasswordInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<ResetPasswordProblem, 400 | 401 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/restore`
 *
 * - `$post`: Undo the deletion of an account
 */
interface AuthRestoreRoutes {
  /**
   * Undo the deletion of an account.
   *
   * By the token of the mail's link, or by its code with the address, while the deletion is not carried out. The
   * account is as it was, but for its sessions; nobody is signed in by it.
   *
   * `POST /auth/restore`, without a token.
   *
   * Answers 204: the account can be signed in to again.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: RestoreAccountInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<RestoreAccountProblem, 400 | 401 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/code`
 *
 * - `$post`: Mail a link and a code to sign in with
 */
interface AuthCodeRoutes {
  /**
   * Mail a link and a code to sign in with.
   *
   * Answers the same whether the address has an account or not. The link and the code are good for ten minutes,
   * once, on any device, and void those before. At most one mail a minute is sent, and five in an hour.
   *
   * `POST /auth/code`, without a token.
   *
   * Answers 202: if the address can sign in, it is mailed.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: RequestSignInCodeInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RequestSignInCodeAnswer, 202, "json">
    | ClientResponse<RequestSignInCodeProblem, 400 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/auth/code/redeem`
   *
   * - `$post`: Sign in with a mailed link or code
   */
  redeem: AuthCodeRedeemRoutes;
}

/**
 * `/auth/code/redeem`
 *
 * - `$post`: Sign in with a mailed link or code
 */
interface AuthCodeRedeemRoutes {
  /**
   * Sign in with a mailed link or code.
   *
   * By the token of the mail's link, or by its code with the address. Begins a session of its own and confirms the
   * address. Where that was not confirmed before, somebody else may have registered it: the password they chose is
   * void, and their sessions end.
   *
   * `POST /auth/code/redeem`, without a token.
   *
   * Answers 200: the account and the new session's tokens.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 401 `second_factor_required`: A second factor is needed
   * - 403 `forbidden`: Not allowed
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: RedeemSignInCodeInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RedeemSignInCodeAnswer, 200, "json">
    | ClientResponse<RedeemSignInCodeProblem, 400 | 401 | 403 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/not-me`
 *
 * - `$post`: Say of a sign-in that it was somebody else's
 */
interface AuthNotMeRoutes {
  /**
   * Say of a sign-in that it was somebody else's.
   *
   * By the token of the link in a notice of a new sign-in, good for seven days. As whoever signed in knew the
   * password, or has the mailbox, every session ends and the password is void; the address that the notice was sent
   * to is the account's again, if it was changed meanwhile, and gets a mail that sets a new password.
   *
   * `POST /auth/not-me`, without a token.
   *
   * Answers 204: nobody is signed in, and a mail that sets a new password is on its way.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 409 `email_taken`: The e-mail address is taken
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: DisownSignInInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<DisownSignInProblem, 400 | 409 | 410 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/mfa`
 *
 * - `$post`: Sign in with a second factor
 */
interface AuthMfaRoutes {
  /**
   * Sign in with a second factor.
   *
   * After `second_factor_required`, whichever way to sign in has answered it. Wrong codes count with wrong
   * passwords, and `mfaToken` leads to one session at most.
   *
   * `POST /auth/mfa`, without a token.
   *
   * Answers 200: the account and the new session's tokens.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 403 `forbidden`: Not allowed
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: CompleteSignInInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<CompleteSignInAnswer, 200, "json">
    | ClientResponse<CompleteSignInProblem, 400 | 401 | 403 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/auth/mfa/passkey`
   *
   * - `$post`: Ask for a passkey as the second factor
   */
  passkey: AuthMfaPasskeyRoutes;
}

/**
 * `/auth/mfa/passkey`
 *
 * - `$post`: Ask for a passkey as the second factor
 */
interface AuthMfaPasskeyRoutes {
  /**
   * Ask for a passkey as the second factor.
   *
   * `options` name the passkeys of the account that `mfaToken` is for. The answer goes to POST /auth/mfa.
   *
   * `POST /auth/mfa/passkey`, without a token.
   *
   * Answers 200: what a passkey is asked with.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 409 `conflict`: Conflict
   * - 410 `code_expired`: The link or code has expired
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: RequestPasskeyAsSecondFactorInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RequestPasskeyAsSecondFactorAnswer, 200, "json">
    | ClientResponse<RequestPasskeyAsSecondFactorProblem, 400 | 409 | 410 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/** `/auth/factors` */
interface AuthFactorsRoutes {
  /**
   * `/auth/factors/keep`
   *
   * - `$post`: Stop the removal of an account's factors
   */
  keep: AuthFactorsKeepRoutes;
}

/**
 * `/auth/factors/keep`
 *
 * - `$post`: Stop the removal of an account's factors
 */
interface AuthFactorsKeepRoutes {
  /**
   * Stop the removal of an account's factors.
   *
   * By the token of the link in the mail that tells of it, at any of the account's addresses, until they are
   * removed. The factors stay as they are; nobody is signed in by it.
   *
   * `POST /auth/factors/keep`, without a token.
   *
   * Answers 204: the factors stay.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: KeepFactorsInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<KeepFactorsProblem, 400 | 410 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/auth/passkey`
 *
 * - `$post`: Sign in with a passkey
 */
interface AuthPasskeyRoutes {
  /**
   * Sign in with a passkey.
   *
   * A passkey that makes sure who its user is, by a PIN or a finger, is two factors at once; one that does not is
   * refused here. An unknown passkey, one of a disabled account and a wrong signature get one and the same answer.
   *
   * `POST /auth/passkey`, without a token.
   *
   * Answers 200: the account and the new session's tokens.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `invalid_credentials`: The credentials are not valid
   * - 403 `forbidden`: Not allowed
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: SignInWithPasskeyInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<SignInWithPasskeyAnswer, 200, "json">
    | ClientResponse<SignInWithPasskeyProblem, 400 | 401 | 403 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/auth/passkey/options`
   *
   * - `$post`: Begin to sign in with a passkey
   */
  options: AuthPasskeyOptionsRoutes;
}

/**
 * `/auth/passkey/options`
 *
 * - `$post`: Begin to sign in with a passkey
 */
interface AuthPasskeyOptionsRoutes {
  /**
   * Begin to sign in with a passkey.
   *
   * `options` are for `navigator.credentials.get()`. They name nobody and are the same for everybody, so a page can
   * ask for them before it knows who is there. `challenge` is good once, for five minutes.
   *
   * `POST /auth/passkey/options`, without a token.
   *
   * Answers 200: what a passkey is asked with.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: RequestPasskeyInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RequestPasskeyAnswer, 200, "json">
    | ClientResponse<RequestPasskeyProblem, 400 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/me`
 *
 * - `$get`: Read my account
 * - `$patch`: Change my profile
 * - `$delete`: Delete my account
 */
interface MeRoutes<Caller> {
  /**
   * Read my account.
   *
   * As it is now, whatever the access token says.
   *
   * `GET /me`, with an access token.
   *
   * Answers 200: my account.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<ClientResponse<GetMeAnswer, 200, "json"> | ClientResponse<GetMeProblem, 401 | 500 | 503, "json">>;
  /**
   * Change my profile.
   *
   * The address has a way of its own: `POST /me/email`.
   *
   * `PATCH /me`, with an access token.
   *
   * Answers 200: my account after the change.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $patch: (
    args: { json: UpdateMeInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<UpdateMeAnswer, 200, "json">
    | ClientResponse<UpdateMeProblem, 400 | 401 | 403 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /**
   * Delete my account.
   *
   * Ends every session. Where the operator gives time to undo it, a mail brings the way back, and the address stays
   * taken until then; otherwise the account is gone, and the address free, at once. The last administrator stays.
   *
   * `DELETE /me`, with an access token, after a recent proof.
   *
   * Answers 204: the account is gone, or out of use.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 409 `conflict`: Conflict
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    this: Caller,
    args: { json: DeleteMeInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<DeleteMeProblem, 400 | 401 | 403 | 409 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/me/password`
   *
   * - `$post`: Change my password
   */
  password: MePasswordRoutes<Caller>;
  /**
   * `/me/verify`
   *
   * - `$post`: Prove anew who is signed in
   */
  verify: MeVerifyRoutes;
  /**
   * `/me/export`
   *
   * - `$get`: Get all that is kept about me
   */
  export: MeExportRoutes;
  /**
   * `/me/sessions`
   *
   * - `$get`: List my sessions
   * - `$delete`: End all my sessions but this one
   */
  sessions: MeSessionsRoutes;
  /**
   * `/me/events`
   *
   * - `$get`: Read what has happened to my account
   */
  events: MeEventsRoutes;
  /**
   * `/me/factors`
   *
   * - `$get`: List my factors
   */
  factors: MeFactorsRoutes<Caller>;
  /**
   * `/me/recovery-codes`
   *
   * - `$post`: Get new recovery codes
   */
  "recovery-codes": MeRecoveryCodesRoutes<Caller>;
  /**
   * `/me/email`
   *
   * - `$post`: Ask for another address
   */
  email: MeEmailRoutes<Caller>;
  /**
   * `/me/passkeys`
   *
   * - `$post`: Finish to set up a passkey
   */
  passkeys: MePasskeysRoutes<Caller>;
}

/**
 * `/me/password`
 *
 * - `$post`: Change my password
 */
interface MePasswordRoutes<Caller> {
  /**
   * Change my password.
   *
   * Every other session ends.
   *
   * `POST /me/password`, with an access token, after a recent proof.
   *
   * Answers 204: the new password is in force.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 422 `weak_password`: The password is too weak
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args: { json: ChangeMyPasswordInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<ChangeMyPasswordProblem, 400 | 401 | 403 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/me/verify`
 *
 * - `$post`: Prove anew who is signed in
 */
interface MeVerifyRoutes {
  /**
   * Prove anew who is signed in.
   *
   * For operations that want a recent proof, or a stronger one: by the password, the code of an authenticator app, a
   * recovery code or a passkey. Where the account has a second factor, the password alone is not enough. Other
   * tokens of the session say so from their next refresh on; its refresh token stays as it is.
   *
   * `POST /me/verify`, with an access token.
   *
   * Answers 200: an access token with the new `auth_time` and `acr`.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args: { json: VerifyMeInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<VerifyMeAnswer, 200, "json">
    | ClientResponse<VerifyMeProblem, 400 | 401 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/me/verify/options`
   *
   * - `$post`: Ask for one of my passkeys
   */
  options: MeVerifyOptionsRoutes;
}

/**
 * `/me/verify/options`
 *
 * - `$post`: Ask for one of my passkeys
 */
interface MeVerifyOptionsRoutes {
  /**
   * Ask for one of my passkeys.
   *
   * As the proof that POST /me/verify takes, in this session. `challenge` is good once, for five minutes.
   *
   * `POST /me/verify/options`, with an access token.
   *
   * Answers 200: what a passkey is asked with.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 409 `conflict`: Conflict
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RequestMyPasskeyAnswer, 200, "json">
    | ClientResponse<RequestMyPasskeyProblem, 401 | 409 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/me/export`
 *
 * - `$get`: Get all that is kept about me
 */
interface MeExportRoutes {
  /**
   * Get all that is kept about me.
   *
   * The account with its sessions, places, links and codes, what is queued, and its 500 newest events;
   * `events.nextCursor` leads to the older ones in GET /me/events. Nothing in it could be used by who reads it.
   *
   * `GET /me/export`, with an access token.
   *
   * Answers 200: all that is kept about me.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<ExportMeAnswer, 200, "json"> | ClientResponse<ExportMeProblem, 401 | 403 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/me/sessions`
 *
 * - `$get`: List my sessions
 * - `$delete`: End all my sessions but this one
 */
interface MeSessionsRoutes {
  /**
   * List my sessions.
   *
   * One for each sign-in that has not ended.
   *
   * `GET /me/sessions`, with an access token.
   *
   * Answers 200: the sessions that have not ended, the last used first.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ListMySessionsAnswer, 200, "json">
    | ClientResponse<ListMySessionsProblem, 401 | 403 | 500 | 503, "json">
  >;
  /**
   * End all my sessions but this one.
   *
   * Their refresh tokens are refused at once. Their access tokens expire within minutes.
   *
   * `DELETE /me/sessions`, with an access token.
   *
   * Answers 204: the other sessions have ended.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<null, 204, "body"> | ClientResponse<EndMyOtherSessionsProblem, 401 | 403 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/me/sessions/:id`
   *
   * - `$delete`: End one of my sessions
   */
  ":id": MeSessionsIdRoutes;
}

/**
 * `/me/sessions/:id`
 *
 * - `$delete`: End one of my sessions
 */
interface MeSessionsIdRoutes {
  /**
   * End one of my sessions.
   *
   * Its refresh token is refused at once. Its access token expires within minutes.
   *
   * `DELETE /me/sessions/{id}`, with an access token.
   *
   * Answers 204: the session has ended.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 404 `not_found`: Not found
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    args: {
      param: {
        /**
         * The session's id.
         *
         * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "sess_01kjpx722ff00shff4jk7d4mhv"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<null, 204, "body"> | ClientResponse<EndMySessionProblem, 400 | 401 | 403 | 404 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /**
       * The session's id.
       *
       * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "sess_01kjpx722ff00shff4jk7d4mhv"
       */
      id: string;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /**
       * The session's id.
       *
       * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "sess_01kjpx722ff00shff4jk7d4mhv"
       */
      id: string;
    };
  }) => string;
}

/**
 * `/me/events`
 *
 * - `$get`: Read what has happened to my account
 */
interface MeEventsRoutes {
  /**
   * Read what has happened to my account.
   *
   * As administrators read it, without what is of others: their addresses, and which administrator it was.
   *
   * `GET /me/events`, with an access token.
   *
   * Answers 200: a page of events.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args: { query: ListMyEventsQuery },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ListMyEventsAnswer, 200, "json">
    | ClientResponse<ListMyEventsProblem, 401 | 403 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: { query: ListMyEventsQuery }) => URL;
  /** The address from the service's root on. */
  $path: (args?: { query: ListMyEventsQuery }) => string;
}

/**
 * `/me/factors`
 *
 * - `$get`: List my factors
 */
interface MeFactorsRoutes<Caller> {
  /**
   * List my factors.
   *
   * Authenticator apps and passkeys, and how many recovery codes are left.
   *
   * `GET /me/factors`, with an access token.
   *
   * Answers 200: my factors, the oldest first.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<ListMyFactorsAnswer, 200, "json"> | ClientResponse<ListMyFactorsProblem, 401 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/me/factors/totp`
   *
   * - `$post`: Begin to set up an authenticator app
   */
  totp: MeFactorsTotpRoutes<Caller>;
  /**
   * `/me/factors/:id`
   *
   * - `$patch`: Rename one of my factors
   * - `$delete`: Remove one of my factors
   */
  ":id": MeFactorsIdRoutes<Caller>;
}

/**
 * `/me/factors/totp`
 *
 * - `$post`: Begin to set up an authenticator app
 */
interface MeFactorsTotpRoutes<Caller> {
  /**
   * Begin to set up an authenticator app.
   *
   * The secret for the app, by hand or as a QR code of `uri`. It counts once the app's first code has been sent to
   * POST /me/factors/totp/confirm, within fifteen minutes.
   *
   * `POST /me/factors/totp`, with an access token, after a recent proof.
   *
   * Answers 200: what the app has to be given.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `forbidden`: Not allowed
   * - 403 `email_not_verified`: The e-mail address is not confirmed
   * - 409 `limit_reached`: There is no room for more
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<OfferAuthenticatorAppAnswer, 200, "json">
    | ClientResponse<OfferAuthenticatorAppProblem, 401 | 403 | 409 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/me/factors/totp/confirm`
   *
   * - `$post`: Finish to set up an authenticator app
   */
  confirm: MeFactorsTotpConfirmRoutes<Caller>;
}

/**
 * `/me/factors/totp/confirm`
 *
 * - `$post`: Finish to set up an authenticator app
 */
interface MeFactorsTotpConfirmRoutes<Caller> {
  /**
   * Finish to set up an authenticator app.
   *
   * From now on the app is asked for at every sign-in. With the first factor there are ten recovery codes, shown
   * this one time, and every other session ends; this one counts as one of two factors from its next refresh on.
   * Where this answer is lost, POST /me/recovery-codes gives other codes.
   *
   * `POST /me/factors/totp/confirm`, with an access token, after a recent proof.
   *
   * Answers 200: the app is a factor.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `forbidden`: Not allowed
   * - 403 `email_not_verified`: The e-mail address is not confirmed
   * - 409 `limit_reached`: There is no room for more
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args: { json: ConfirmAuthenticatorAppInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ConfirmAuthenticatorAppAnswer, 200, "json">
    | ClientResponse<
        ConfirmAuthenticatorAppProblem,
        400 | 401 | 403 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503,
        "json"
      >
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/me/factors/:id`
 *
 * - `$patch`: Rename one of my factors
 * - `$delete`: Remove one of my factors
 */
interface MeFactorsIdRoutes<Caller> {
  /**
   * Rename one of my factors.
   *
   * The name is there for its owner alone.
   *
   * `PATCH /me/factors/{id}`, with an access token.
   *
   * Answers 200: the factor after the change.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 404 `not_found`: Not found
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $patch: (
    args: {
      json: RenameMyFactorInput;
      param: {
        /**
         * The factor's id.
         *
         * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "fact_01kkb2v0c6f0ht7r8d3m5n9q2s"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RenameMyFactorAnswer, 200, "json">
    | ClientResponse<RenameMyFactorProblem, 400 | 401 | 403 | 404 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /**
   * Remove one of my factors.
   *
   * With the last one, the recovery codes go as well, every other session ends, and one proof is enough to sign in
   * again: this session is one of a single factor from its next refresh on. Where the account has to have a second
   * factor, the last one stays.
   *
   * `DELETE /me/factors/{id}`, with an access token, after a recent proof by two factors.
   *
   * Answers 204: it is asked for no more.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 404 `not_found`: Not found
   * - 409 `conflict`: Conflict
   * - 409 `limit_reached`: There is no room for more
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    this: Caller,
    args: {
      param: {
        /**
         * The factor's id.
         *
         * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "fact_01kkb2v0c6f0ht7r8d3m5n9q2s"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<RemoveMyFactorProblem, 400 | 401 | 403 | 404 | 409 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /**
       * The factor's id.
       *
       * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "fact_01kkb2v0c6f0ht7r8d3m5n9q2s"
       */
      id: string;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /**
       * The factor's id.
       *
       * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "fact_01kkb2v0c6f0ht7r8d3m5n9q2s"
       */
      id: string;
    };
  }) => string;
}

/**
 * `/me/recovery-codes`
 *
 * - `$post`: Get new recovery codes
 */
interface MeRecoveryCodesRoutes<Caller> {
  /**
   * Get new recovery codes.
   *
   * Ten, each good once in place of a factor, shown this one time. Those before are void. Of several requests the
   * codes of the last one are good.
   *
   * `POST /me/recovery-codes`, with an access token, after a recent proof by two factors.
   *
   * Answers 200: the new codes.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 409 `conflict`: Conflict
   * - 409 `limit_reached`: There is no room for more
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ReplaceRecoveryCodesAnswer, 200, "json">
    | ClientResponse<ReplaceRecoveryCodesProblem, 401 | 403 | 409 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/me/email`
 *
 * - `$post`: Ask for another address
 */
interface MeEmailRoutes<Caller> {
  /**
   * Ask for another address.
   *
   * Mails a link and a code to the new address, good for an hour; the account keeps its address until somebody there
   * confirms it with `POST /auth/email/change`. A newer request voids the one before; there is at most one a minute.
   * Answers the same whether the new address has an account or not.
   *
   * `POST /me/email`, with an access token, after a recent proof.
   *
   * Answers 202: a mail is on its way to the new address.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 409 `limit_reached`: There is no room for more
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args: { json: RequestEmailChangeInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RequestEmailChangeAnswer, 202, "json">
    | ClientResponse<RequestEmailChangeProblem, 400 | 401 | 403 | 409 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/me/passkeys`
 *
 * - `$post`: Finish to set up a passkey
 */
interface MePasskeysRoutes<Caller> {
  /**
   * Finish to set up a passkey.
   *
   * From now on it signs in, and is asked for where another proof came first. With the first factor there are ten
   * recovery codes, shown this one time, and every other session ends; this one counts as one of two factors from
   * its next refresh on.
   *
   * `POST /me/passkeys`, with an access token, after a recent proof.
   *
   * Answers 201: the passkey is a factor.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `forbidden`: Not allowed
   * - 403 `email_not_verified`: The e-mail address is not confirmed
   * - 409 `limit_reached`: There is no room for more
   * - 409 `conflict`: Conflict
   * - 410 `code_expired`: The link or code has expired
   * - 410 `code_used`: The link or code was used before
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 429 `too_many_attempts`: Too many attempts
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args: { json: AddPasskeyInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<AddPasskeyAnswer, 201, "json">
    | ClientResponse<AddPasskeyProblem, 400 | 401 | 403 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
  /**
   * `/me/passkeys/options`
   *
   * - `$post`: Begin to set up a passkey
   */
  options: MePasskeysOptionsRoutes<Caller>;
}

/**
 * `/me/passkeys/options`
 *
 * - `$post`: Begin to set up a passkey
 */
interface MePasskeysOptionsRoutes<Caller> {
  /**
   * Begin to set up a passkey.
   *
   * `options` are for `navigator.credentials.create()`. `challenge` is good once, for five minutes.
   *
   * `POST /me/passkeys/options`, with an access token, after a recent proof.
   *
   * Answers 200: what a passkey is made with.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `forbidden`: Not allowed
   * - 403 `email_not_verified`: The e-mail address is not confirmed
   * - 409 `limit_reached`: There is no room for more
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<OfferPasskeyAnswer, 200, "json">
    | ClientResponse<OfferPasskeyProblem, 401 | 403 | 409 | 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/users`
 *
 * - `$get`: List accounts, the newest first
 * - `$post`: Create an account for somebody
 */
interface UsersRoutes<Caller> {
  /**
   * List accounts, the newest first.
   *
   * Filters apply together.
   *
   * `GET /users`, with the access token of somebody who is `admin`.
   *
   * Answers 200: a page of accounts.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args: { query: ListUsersQuery },
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<ListUsersAnswer, 200, "json"> | ClientResponse<ListUsersProblem, 401 | 403 | 422 | 500 | 503, "json">
  >;
  /**
   * Create an account for somebody.
   *
   * Its owner signs in with the password. Where none is given, an invitation is mailed, good for seven days, to
   * choose one; without mail nobody can sign in.
   *
   * `POST /users`, with the access token of somebody who is `admin`, after a recent proof.
   *
   * Answers 201: the new account.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 409 `email_taken`: The e-mail address is taken
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 422 `weak_password`: The password is too weak
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args: { json: CreateUserInput },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<CreateUserAnswer, 201, "json">
    | ClientResponse<CreateUserProblem, 400 | 401 | 403 | 409 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: { query?: ListUsersQuery }) => URL;
  /** The address from the service's root on. */
  $path: (args?: { query?: ListUsersQuery }) => string;
  /**
   * `/users/:id`
   *
   * - `$get`: Read an account
   * - `$patch`: Change an account
   * - `$delete`: Delete an account
   */
  ":id": UsersIdRoutes<Caller>;
}

/**
 * `/users/:id`
 *
 * - `$get`: Read an account
 * - `$patch`: Change an account
 * - `$delete`: Delete an account
 */
interface UsersIdRoutes<Caller> {
  /**
   * Read an account.
   *
   * Its sessions are a list of their own.
   *
   * `GET /users/{id}`, with the access token of somebody who is `admin`.
   *
   * Answers 200: the account.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args: {
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<GetUserAnswer, 200, "json">
    | ClientResponse<GetUserProblem, 400 | 401 | 403 | 404 | 500 | 503, "json">
  >;
  /**
   * Change an account.
   *
   * What is left out stays as it is. Disabling an account ends its sessions.
   *
   * `PATCH /users/{id}`, with the access token of somebody who is `admin`, after a recent proof.
   *
   * Answers 200: the account after the change.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 409 `conflict`: Conflict
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $patch: (
    this: Caller,
    args: {
      json: UpdateUserInput;
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<UpdateUserAnswer, 200, "json">
    | ClientResponse<UpdateUserProblem, 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /**
   * Delete an account.
   *
   * Ends every session. It is gone, and the address free, at once, also where its owner could still have undone it;
   * to be able to undo it, disable it instead.
   *
   * `DELETE /users/{id}`, with the access token of somebody who is `admin`, after a recent proof.
   *
   * Answers 204: the account and its sessions are gone.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 409 `conflict`: Conflict
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    this: Caller,
    args: {
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<DeleteUserProblem, 400 | 401 | 403 | 404 | 409 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => string;
  /**
   * `/users/:id/password-reset`
   *
   * - `$post`: Mail somebody the way to a new password
   */
  "password-reset": UsersIdPasswordResetRoutes<Caller>;
  /**
   * `/users/:id/factors`
   *
   * - `$get`: List an account's factors
   * - `$delete`: Remove all factors of an account
   */
  factors: UsersIdFactorsRoutes<Caller>;
  /**
   * `/users/:id/sessions`
   *
   * - `$get`: List an account's sessions
   * - `$delete`: End all sessions of an account
   */
  sessions: UsersIdSessionsRoutes<Caller>;
}

/**
 * `/users/:id/password-reset`
 *
 * - `$post`: Mail somebody the way to a new password
 */
interface UsersIdPasswordResetRoutes<Caller> {
  /**
   * Mail somebody the way to a new password.
   *
   * The account's owner gets the mail, good for a day, and nobody else sees the new password. Who has never signed
   * in and has no password gets another invitation, good for seven days.
   *
   * `POST /users/{id}/password-reset`, with the access token of somebody who is `admin`, after a recent proof.
   *
   * Answers 202: the mail is on its way.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 409 `conflict`: Conflict
   * - 409 `limit_reached`: There is no room for more
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $post: (
    this: Caller,
    args: {
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<SendPasswordResetAnswer, 202, "json">
    | ClientResponse<SendPasswordResetProblem, 400 | 401 | 403 | 404 | 409 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => string;
}

/**
 * `/users/:id/factors`
 *
 * - `$get`: List an account's factors
 * - `$delete`: Remove all factors of an account
 */
interface UsersIdFactorsRoutes<Caller> {
  /**
   * List an account's factors.
   *
   * What its owner is asked for beside a password, and whether that will be removed.
   *
   * `GET /users/{id}/factors`, with the access token of somebody who is `admin`.
   *
   * Answers 200: its factors, the oldest first.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args: {
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ListUserFactorsAnswer, 200, "json">
    | ClientResponse<ListUserFactorsProblem, 400 | 401 | 403 | 404 | 500 | 503, "json">
  >;
  /**
   * Remove all factors of an account.
   *
   * For somebody who has lost them, and who it is you have made sure of: recovery codes go, too, and every session
   * ends. The owner is told at every address, and reads the reason in the audit trail. Where the service gives the
   * owner time to stop it, it is done later, and asking again changes nothing. Administrators' own factors need a
   * proof: DELETE /me/factors/{id}.
   *
   * `DELETE /users/{id}/factors`, with the access token of somebody who is `admin`, after a recent proof.
   *
   * Answers 202: they will be removed, unless the owner stops it.
   *
   * Answers 204: the account has no factor any more.
   *
   * Problems:
   * - 400 `malformed_json`: The body is not JSON
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 409 `conflict`: Conflict
   * - 413 `payload_too_large`: The body is too large
   * - 415 `unsupported_media_type`: The media type is not supported
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    this: Caller,
    args: {
      json: RemoveUserFactorsInput;
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<RemoveUserFactorsAnswer, 202, "json">
    | ClientResponse<null, 204, "body">
    | ClientResponse<RemoveUserFactorsProblem, 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => string;
}

/**
 * `/users/:id/sessions`
 *
 * - `$get`: List an account's sessions
 * - `$delete`: End all sessions of an account
 */
interface UsersIdSessionsRoutes<Caller> {
  /**
   * List an account's sessions.
   *
   * One for each sign-in that has not ended.
   *
   * `GET /users/{id}/sessions`, with the access token of somebody who is `admin`.
   *
   * Answers 200: the sessions that have not ended, the last used first.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args: {
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ListUserSessionsAnswer, 200, "json">
    | ClientResponse<ListUserSessionsProblem, 400 | 401 | 403 | 404 | 500 | 503, "json">
  >;
  /**
   * End all sessions of an account.
   *
   * Its owner can sign in again; disable the account to prevent that.
   *
   * `DELETE /users/{id}/sessions`, with the access token of somebody who is `admin`, after a recent proof.
   *
   * Answers 204: its sessions have ended.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    this: Caller,
    args: {
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<null, 204, "body">
    | ClientResponse<EndUserSessionsProblem, 400 | 401 | 403 | 404 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
    };
  }) => string;
  /**
   * `/users/:id/sessions/:sid`
   *
   * - `$delete`: End one session of an account
   */
  ":sid": UsersIdSessionsSidRoutes<Caller>;
}

/**
 * `/users/:id/sessions/:sid`
 *
 * - `$delete`: End one session of an account
 */
interface UsersIdSessionsSidRoutes<Caller> {
  /**
   * End one session of an account.
   *
   * Its refresh token is refused at once. Its access token expires within minutes.
   *
   * `DELETE /users/{id}/sessions/{sid}`, with the access token of somebody who is `admin`, after a recent proof.
   *
   * Answers 204: the session has ended.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 404 `not_found`: Not found
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $delete: (
    this: Caller,
    args: {
      param: {
        /**
         * The account's id.
         *
         * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "user_01kjpx722ffrqtvgf0hszzax5h"
         */
        id: string;
        /**
         * The session's id.
         *
         * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
         * @example "sess_01kjpx722ff00shff4jk7d4mhv"
         */
        sid: string;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<null, 204, "body"> | ClientResponse<EndUserSessionProblem, 400 | 401 | 403 | 404 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
      /**
       * The session's id.
       *
       * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "sess_01kjpx722ff00shff4jk7d4mhv"
       */
      sid: string;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /**
       * The account's id.
       *
       * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "user_01kjpx722ffrqtvgf0hszzax5h"
       */
      id: string;
      /**
       * The session's id.
       *
       * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
       * @example "sess_01kjpx722ff00shff4jk7d4mhv"
       */
      sid: string;
    };
  }) => string;
}

/**
 * `/events`
 *
 * - `$get`: Read the audit trail
 */
interface EventsRoutes {
  /**
   * Read the audit trail.
   *
   * The newest first. With `order=asc` it is a feed: go on with `nextCursor`, which the last page has, too, for as
   * long as you like; an empty page says that nothing has come since.
   *
   * `GET /events`, with the access token of somebody who is `admin`.
   *
   * Answers 200: a page of events.
   *
   * Problems:
   * - 401 `missing_token`: An access token is needed
   * - 401 `invalid_token`: The access token is not valid
   * - 401 `reauthentication_required`: A recent or stronger authentication is needed
   * - 403 `enrollment_required`: A second factor has to be set up first
   * - 403 `forbidden`: Not allowed
   * - 422 `validation_failed`: The input is not valid
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args: { query: ListEventsQuery },
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<ListEventsAnswer, 200, "json">
    | ClientResponse<ListEventsProblem, 401 | 403 | 422 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: { query: ListEventsQuery }) => URL;
  /** The address from the service's root on. */
  $path: (args?: { query: ListEventsQuery }) => string;
}

/** `/.well-known` */
interface WellKnownRoutes {
  /**
   * `/.well-known/jwks.json`
   *
   * - `$get`: The keys that verify access tokens
   */
  "jwks.json": WellKnownJwksJsonRoutes;
  /**
   * `/.well-known/openid-configuration`
   *
   * - `$get`: Where the keys are, for verifiers that start from the issuer
   */
  "openid-configuration": WellKnownOpenidConfigurationRoutes;
}

/**
 * `/.well-known/jwks.json`
 *
 * - `$get`: The keys that verify access tokens
 */
interface WellKnownJwksJsonRoutes {
  /**
   * The keys that verify access tokens.
   *
   * A key is published before it signs and until its last token has expired.
   *
   * `GET /.well-known/jwks.json`, without a token.
   *
   * Answers 200: a JSON Web Key Set (RFC 7517).
   *
   * Problems:
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<ClientResponse<GetJwksAnswer, 200, "json"> | ClientResponse<GetJwksProblem, 500 | 503, "json">>;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/.well-known/openid-configuration`
 *
 * - `$get`: Where the keys are, for verifiers that start from the issuer
 */
interface WellKnownOpenidConfigurationRoutes {
  /**
   * Where the keys are, for verifiers that start from the issuer.
   *
   * What the JWT authorizer of an API Gateway HTTP API reads. This is no OpenID provider.
   *
   * `GET /.well-known/openid-configuration`, without a token.
   *
   * Answers 200: the issuer and the address of its keys.
   *
   * Problems:
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<
    | ClientResponse<GetProviderMetadataAnswer, 200, "json">
    | ClientResponse<GetProviderMetadataProblem, 500 | 503, "json">
  >;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/health`
 *
 * - `$get`: Whether the process answers
 */
interface HealthRoutes {
  /**
   * Whether the process answers.
   *
   * Without asking the database: whether to restart the process.
   *
   * `GET /health`, without a token.
   *
   * Answers 200: it does.
   *
   * Problems:
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<ClientResponse<GetHealthAnswer, 200, "json"> | ClientResponse<GetHealthProblem, 500 | 503, "json">>;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/ready`
 *
 * - `$get`: Whether the database answers
 */
interface ReadyRoutes {
  /**
   * Whether the database answers.
   *
   * Whether to send it requests.
   *
   * `GET /ready`, without a token.
   *
   * Answers 200: it does.
   *
   * Problems:
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<ClientResponse<GetReadyAnswer, 200, "json"> | ClientResponse<GetReadyProblem, 500 | 503, "json">>;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/**
 * `/openapi.json`
 *
 * - `$get`: Read the OpenAPI document
 */
interface OpenapiJsonRoutes {
  /**
   * Read the OpenAPI document.
   *
   * For readers such as Redoc, for API clients, and to generate code from.
   *
   * `GET /openapi.json`, without a token.
   *
   * Answers 200: OpenAPI 3.1.
   *
   * Problems:
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args?: Record<string, never>,
    options?: ClientRequestOptions,
  ) => Promise<ClientResponse<GetOpenApiAnswer, 200, "json"> | ClientResponse<GetOpenApiProblem, 500 | 503, "json">>;
  /** The address. */
  $url: () => URL;
  /** The address from the service's root on. */
  $path: () => string;
}

/** `/problems` */
interface ProblemsRoutes {
  /**
   * `/problems/:code`
   *
   * - `$get`: Read what a problem means and what to do about it
   */
  ":code": ProblemsCodeRoutes;
}

/**
 * `/problems/:code`
 *
 * - `$get`: Read what a problem means and what to do about it
 */
interface ProblemsCodeRoutes {
  /**
   * Read what a problem means and what to do about it.
   *
   * Where the `type` of a problem leads.
   *
   * `GET /problems/{code}`, without a token.
   *
   * Answers 200: the problem.
   *
   * Problems:
   * - 400 `malformed_request`: The request is malformed
   * - 404 `not_found`: Not found
   * - 500 `internal`: Internal error
   * - 503 `unavailable`: Temporarily unavailable
   */
  $get: (
    args: {
      param: {
        /** `code` of the problem. */
        code: ProblemCode;
      };
    },
    options?: ClientRequestOptions,
  ) => Promise<
    ClientResponse<GetProblemAnswer, 200, "json"> | ClientResponse<GetProblemProblem, 400 | 404 | 500 | 503, "json">
  >;
  /** The address. */
  $url: (args?: {
    param: {
      /** `code` of the problem. */
      code: ProblemCode;
    };
  }) => URL;
  /** The address from the service's root on. */
  $path: (args?: {
    param: {
      /** `code` of the problem. */
      code: ProblemCode;
    };
  }) => string;
}

/** The body of `register`. */
export interface RegisterInput {
  /**
   * The address that its owner signs in with: an ASCII mailbox at a domain, which may be internationalized. Kept and
   * shown in lower case, the domain in its `xn--` form: one mailbox has one account.
   *
   * At most 254 characters. Format: email.
   * @example "ada@example.com"
   */
  email: string;
  /**
   * Any characters, counted in Unicode code points after NFC; the service's operator chooses how many are needed.
   * One that is too short, too long, soon guessed, made of the account's own words or known from a breach is refused
   * with `weak_password`, or, beside other fields, with `validation_failed`; each issue names a rule that it fails.
   *
   * From 15 to 256 characters. Format: password.
   * @example "correct horse battery staple"
   */
  password: string;
  /**
   * What its owner is called: any text, kept without the blanks around it. Without a name, null; an empty text is
   * none.
   *
   * At most 1000 characters.
   * @example "Ada Lovelace"
   */
  name?: string | null | undefined;
}

/** What `register` answers: the account and its first session's tokens. */
export type RegisterAnswer = SignedIn;

/** What `register` answers: a mail tells the rest. */
export type RegisterOtherAnswer = Accepted;

/**
 * How `register` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 403 `registration_closed`: Registration is closed
 * - 403 `forbidden`: Not allowed
 * - 409 `email_taken`: The e-mail address is taken
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 422 `weak_password`: The password is too weak
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RegisterProblem = Problem<
  | "malformed_json"
  | "registration_closed"
  | "forbidden"
  | "email_taken"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "weak_password"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `login`. */
export interface LoginInput {
  /**
   * The account's address, in any case.
   *
   * At most 254 characters. Format: email.
   * @example "ada@example.com"
   */
  email: string;
  /**
   * The account's password, exactly as it was set.
   *
   * From 1 to 1024 characters. Format: password.
   * @example "correct horse battery staple"
   */
  password: string;
}

/** What `login` answers: the account and the new session's tokens. */
export type LoginAnswer = SignedIn;

/**
 * How `login` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 401 `second_factor_required`: A second factor is needed
 * - 403 `forbidden`: Not allowed
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type LoginProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "second_factor_required"
  | "forbidden"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `refresh`. */
export interface RefreshInput {
  /**
   * A refresh token of the session: the latest one.
   *
   * At most 1000 characters.
   * @example "AQGcrdOIT34vrcHgjn_1dLEBnNGCUvx2XKrC_0ZWaUrDAAAAAyFjmMIIgJr6…"
   */
  refreshToken: string;
  /**
   * A random text of 22 to 64 base64url characters (128 bits and more), made for this refresh and stored before it
   * is sent. Repeated with the same refresh token, it gets the same tokens however late.
   *
   * Pattern: `^[\w-]{22,64}$`.
   * @example "w5JGnibIB-f7ry-FzInbCQ"
   */
  attempt?: string | undefined;
}

/** What `refresh` answers: the session's new tokens. */
export type RefreshAnswer = Refreshed;

/**
 * How `refresh` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_refresh_token`: The refresh token is not valid
 * - 403 `forbidden`: Not allowed
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RefreshProblem = Problem<
  | "malformed_json"
  | "invalid_refresh_token"
  | "forbidden"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** The body of `createServiceToken`. */
export interface CreateServiceTokenInput {
  /**
   * The service that the token is for: one of those that the operator has listed.
   *
   * From 1 to 200 characters.
   * @example "orders"
   */
  audience: string;
}

/** What `createServiceToken` answers: a token that only this audience accepts. */
export type CreateServiceTokenAnswer = ServiceToken;

/**
 * How `createServiceToken` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type CreateServiceTokenProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** The body of `logout`. */
export interface LogoutInput {
  /**
   * A refresh token of the session: the latest one.
   *
   * At most 1000 characters.
   * @example "AQGcrdOIT34vrcHgjn_1dLEBnNGCUvx2XKrC_0ZWaUrDAAAAAyFjmMIIgJr6…"
   */
  refreshToken: string;
}

/** What `logout` answers: the session has ended. */
export type LogoutAnswer = undefined;

/**
 * How `logout` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 403 `forbidden`: Not allowed
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type LogoutProblem = Problem<
  | "malformed_json"
  | "forbidden"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** The body of `verifyEmail`. */
export interface VerifyEmailInput {
  /**
   * The token of the mail's link: all that stands behind `#token=`. Instead of `email` and `code`.
   *
   * From 1 to 200 characters.
   * @example "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLU…"
   */
  token?: string | undefined;
  /**
   * The address that the mail was sent to, in any case. With `code`.
   *
   * At most 254 characters. Format: email.
   */
  email?: string | undefined;
  /**
   * The eight digits of the mail, with blanks in between or without.
   *
   * At most 40 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){8}$`.
   */
  code?: string | undefined;
}

/** What `verifyEmail` answers: the address is confirmed. */
export type VerifyEmailAnswer = undefined;

/**
 * How `verifyEmail` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type VerifyEmailProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `resendVerification`. */
export interface ResendVerificationInput {
  /**
   * The account's address, in any case.
   *
   * At most 254 characters. Format: email.
   * @example "ada@example.com"
   */
  email: string;
}

/** What `resendVerification` answers: if there is something to mail, it is mailed. */
export type ResendVerificationAnswer = Accepted;

/**
 * How `resendVerification` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ResendVerificationProblem = Problem<
  | "malformed_json"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `forgotPassword`. */
export interface ForgotPasswordInput {
  /**
   * The account's address, in any case.
   *
   * At most 254 characters. Format: email.
   * @example "ada@example.com"
   */
  email: string;
}

/** What `forgotPassword` answers: if there is something to mail, it is mailed. */
export type ForgotPasswordAnswer = Accepted;

/**
 * How `forgotPassword` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ForgotPasswordProblem = Problem<
  | "malformed_json"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `resetPassword`. */
export interface ResetPasswordInput {
  /**
   * The token of the mail's link: all that stands behind `#token=`. Instead of `email` and `code`.
   *
   * From 1 to 200 characters.
   * @example "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLU…"
   */
  token?: string | undefined;
  /**
   * The address that the mail was sent to, in any case. With `code`.
   *
   * At most 254 characters. Format: email.
   */
  email?: string | undefined;
  /**
   * The eight digits of the mail, with blanks in between or without.
   *
   * At most 40 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){8}$`.
   */
  code?: string | undefined;
  /**
   * Any characters, counted in Unicode code points after NFC; the service's operator chooses how many are needed.
   * One that is too short, too long, soon guessed, made of the account's own words or known from a breach is refused
   * with `weak_password`, or, beside other fields, with `validation_failed`; each issue names a rule that it fails.
   *
   * From 15 to 256 characters. Format: password.
   * @example "seven lighthouses in a row"
   */
  newPassword: string;
}

/** What `resetPassword` answers: the new password is in force. */
export type ResetPasswordAnswer = undefined;

/**
 * How `resetPassword` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 422 `weak_password`: The password is too weak
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ResetPasswordProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "weak_password"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `restoreAccount`. */
export interface RestoreAccountInput {
  /**
   * The token of the mail's link: all that stands behind `#token=`. Instead of `email` and `code`.
   *
   * From 1 to 200 characters.
   * @example "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLU…"
   */
  token?: string | undefined;
  /**
   * The address that the mail was sent to, in any case. With `code`.
   *
   * At most 254 characters. Format: email.
   */
  email?: string | undefined;
  /**
   * The eight digits of the mail, with blanks in between or without.
   *
   * At most 40 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){8}$`.
   */
  code?: string | undefined;
}

/** What `restoreAccount` answers: the account can be signed in to again. */
export type RestoreAccountAnswer = undefined;

/**
 * How `restoreAccount` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RestoreAccountProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `requestSignInCode`. */
export interface RequestSignInCodeInput {
  /**
   * The account's address, in any case.
   *
   * At most 254 characters. Format: email.
   * @example "ada@example.com"
   */
  email: string;
}

/** What `requestSignInCode` answers: if the address can sign in, it is mailed. */
export type RequestSignInCodeAnswer = Accepted;

/**
 * How `requestSignInCode` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RequestSignInCodeProblem = Problem<
  | "malformed_json"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `redeemSignInCode`. */
export interface RedeemSignInCodeInput {
  /**
   * The token of the mail's link: all that stands behind `#token=`. Instead of `email` and `code`.
   *
   * From 1 to 200 characters.
   * @example "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLU…"
   */
  token?: string | undefined;
  /**
   * The address that the mail was sent to, in any case. With `code`.
   *
   * At most 254 characters. Format: email.
   */
  email?: string | undefined;
  /**
   * The eight digits of the mail, with blanks in between or without.
   *
   * At most 40 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){8}$`.
   */
  code?: string | undefined;
}

/** What `redeemSignInCode` answers: the account and the new session's tokens. */
export type RedeemSignInCodeAnswer = SignedIn;

/**
 * How `redeemSignInCode` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 401 `second_factor_required`: A second factor is needed
 * - 403 `forbidden`: Not allowed
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RedeemSignInCodeProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "second_factor_required"
  | "forbidden"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `disownSignIn`. */
export interface DisownSignInInput {
  /**
   * The token of the mailed link: what stands behind `#token=`.
   *
   * From 1 to 200 characters.
   * @example "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLU…"
   */
  token: string;
}

/** What `disownSignIn` answers: nobody is signed in, and a mail that sets a new password is on its way. */
export type DisownSignInAnswer = undefined;

/**
 * How `disownSignIn` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 409 `email_taken`: The e-mail address is taken
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type DisownSignInProblem = Problem<
  | "malformed_json"
  | "email_taken"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** The body of `completeSignIn`. */
export interface CompleteSignInInput {
  /**
   * From the answer `second_factor_required`.
   *
   * From 1 to 2000 characters.
   * @example "n2QfVYkVQ3lzp8nJ0m4Wc1tXbQ7uKe5rHq9aZs6dFgYhJkLpO3iU"
   */
  mfaToken: string;
  /**
   * The six digits that an authenticator app shows, with a blank in between or without.
   *
   * At most 20 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){6}$`.
   * @example "492039"
   */
  code?: string | undefined;
  /**
   * A recovery code, in any case, with or without what separates its groups.
   *
   * At most 40 characters. Pattern: `^[\s\p{Pd}]*([\da-zA-Z][\s\p{Pd}]*){12}$`.
   */
  recoveryCode?: string | undefined;
  /** What a browser's passkey has answered: `PublicKeyCredential.toJSON()` of `navigator.credentials.get()`. */
  passkey?: Assertion | undefined;
}

/** What `completeSignIn` answers: the account and the new session's tokens. */
export type CompleteSignInAnswer = SignedIn;

/**
 * How `completeSignIn` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 403 `forbidden`: Not allowed
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type CompleteSignInProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "forbidden"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `keepFactors`. */
export interface KeepFactorsInput {
  /**
   * The token of the mail's link: all that stands behind `#token=`.
   *
   * From 1 to 200 characters.
   * @example "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLU…"
   */
  token: string;
}

/** What `keepFactors` answers: the factors stay. */
export type KeepFactorsAnswer = undefined;

/**
 * How `keepFactors` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type KeepFactorsProblem = Problem<
  | "malformed_json"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** What `getMe` answers: my account. */
export type GetMeAnswer = User;

/**
 * How `getMe` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetMeProblem = Problem<"missing_token" | "invalid_token" | "internal" | "unavailable">;

/** The body of `updateMe`. */
export interface UpdateMeInput {
  /**
   * What its owner is called: any text, kept without the blanks around it. Without a name, null; an empty text is
   * none.
   *
   * At most 1000 characters.
   * @example "Ada King"
   */
  name: string | null;
}

/** What `updateMe` answers: my account after the change. */
export type UpdateMeAnswer = User;

/**
 * How `updateMe` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type UpdateMeProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** The body of `deleteMe`. */
export interface DeleteMeInput {
  /**
   * The account's password, exactly as it was set.
   *
   * From 1 to 1024 characters. Format: password.
   * @example "correct horse battery staple"
   */
  password: string;
}

/** What `deleteMe` answers: the account is gone, or out of use. */
export type DeleteMeAnswer = undefined;

/**
 * How `deleteMe` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 409 `conflict`: Conflict
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type DeleteMeProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "conflict"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `changeMyPassword`. */
export interface ChangeMyPasswordInput {
  /**
   * The account's password, exactly as it was set.
   *
   * From 1 to 1024 characters. Format: password.
   * @example "correct horse battery staple"
   */
  currentPassword: string;
  /**
   * Any characters, counted in Unicode code points after NFC; the service's operator chooses how many are needed.
   * One that is too short, too long, soon guessed, made of the account's own words or known from a breach is refused
   * with `weak_password`, or, beside other fields, with `validation_failed`; each issue names a rule that it fails.
   *
   * From 15 to 256 characters. Format: password.
   * @example "seven lighthouses in a row"
   */
  newPassword: string;
}

/** What `changeMyPassword` answers: the new password is in force. */
export type ChangeMyPasswordAnswer = undefined;

/**
 * How `changeMyPassword` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 422 `weak_password`: The password is too weak
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ChangeMyPasswordProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "weak_password"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `verifyMe`. */
export interface VerifyMeInput {
  /**
   * The current password. In a session of two factors it is not enough.
   *
   * From 1 to 1024 characters. Format: password.
   * @example "correct horse battery staple"
   */
  password?: string | undefined;
  /**
   * The six digits that an authenticator app shows, with a blank in between or without.
   *
   * At most 20 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){6}$`.
   */
  code?: string | undefined;
  /**
   * A recovery code, in any case, with or without what separates its groups.
   *
   * At most 40 characters. Pattern: `^[\s\p{Pd}]*([\da-zA-Z][\s\p{Pd}]*){12}$`.
   */
  recoveryCode?: string | undefined;
  /** What a browser's passkey has answered: `PublicKeyCredential.toJSON()` of `navigator.credentials.get()`. */
  passkey?: Assertion | undefined;
  /**
   * With `passkey`: from POST /me/verify/options.
   *
   * From 1 to 1000 characters.
   * @example "Yx3lqzT5oVb0c8WdKs2PfRj7uNmEaGhQ4t1iZyXvBkCwSgHnLr9eDpJf6AoU…"
   */
  challenge?: string | undefined;
}

/** What `verifyMe` answers: an access token with the new `auth_time` and `acr`. */
export type VerifyMeAnswer = AccessToken;

/**
 * How `verifyMe` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type VerifyMeProblem = Problem<
  | "malformed_json"
  | "reauthentication_required"
  | "missing_token"
  | "invalid_token"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** What `exportMe` answers: all that is kept about me. */
export type ExportMeAnswer = AccountExport;

/**
 * How `exportMe` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ExportMeProblem = Problem<
  "missing_token" | "invalid_token" | "reauthentication_required" | "enrollment_required" | "internal" | "unavailable"
>;

/** What `listMySessions` answers: the sessions that have not ended, the last used first. */
export type ListMySessionsAnswer = SessionList;

/**
 * How `listMySessions` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ListMySessionsProblem = Problem<
  "missing_token" | "invalid_token" | "reauthentication_required" | "enrollment_required" | "internal" | "unavailable"
>;

/** What `endMyOtherSessions` answers: the other sessions have ended. */
export type EndMyOtherSessionsAnswer = undefined;

/**
 * How `endMyOtherSessions` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type EndMyOtherSessionsProblem = Problem<
  "missing_token" | "invalid_token" | "reauthentication_required" | "enrollment_required" | "internal" | "unavailable"
>;

/** What `endMySession` answers: the session has ended. */
export type EndMySessionAnswer = undefined;

/**
 * How `endMySession` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 404 `not_found`: Not found
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type EndMySessionProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "not_found"
  | "internal"
  | "unavailable"
>;

/** The query of `listMyEvents`. */
export interface ListMyEventsQuery {
  /**
   * How many events a page holds at most.
   *
   * From 1 to 100.
   * @default 50
   * @example "20"
   */
  limit?: string | undefined;
  /**
   * `nextCursor` of the page before; with the same filters and order.
   *
   * At most 100 characters.
   * @example "AAAAAAAAB9FqZb0Rk0m1U5nU3eRz2d0S"
   */
  after?: string | undefined;
  /**
   * `desc`: the newest first. `asc`: the oldest first, for who follows what comes.
   * @default "desc"
   */
  order?: "asc" | "desc" | undefined;
  /** Only events of this type. */
  type?: EventType | undefined;
}

/** What `listMyEvents` answers: a page of events. */
export type ListMyEventsAnswer = EventPage;

/**
 * How `listMyEvents` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ListMyEventsProblem = Problem<
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** What `listMyFactors` answers: my factors, the oldest first. */
export type ListMyFactorsAnswer = FactorList;

/**
 * How `listMyFactors` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ListMyFactorsProblem = Problem<"missing_token" | "invalid_token" | "internal" | "unavailable">;

/** What `offerAuthenticatorApp` answers: what the app has to be given. */
export type OfferAuthenticatorAppAnswer = AuthenticatorApp;

/**
 * How `offerAuthenticatorApp` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `forbidden`: Not allowed
 * - 403 `email_not_verified`: The e-mail address is not confirmed
 * - 409 `limit_reached`: There is no room for more
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type OfferAuthenticatorAppProblem = Problem<
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "forbidden"
  | "email_not_verified"
  | "limit_reached"
  | "internal"
  | "unavailable"
>;

/** The body of `confirmAuthenticatorApp`. */
export interface ConfirmAuthenticatorAppInput {
  /**
   * From POST /me/factors/totp.
   *
   * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "fact_01kkb2v0c6f0ht7r8d3m5n9q2s"
   */
  id: string;
  /**
   * The six digits that an authenticator app shows, with a blank in between or without.
   *
   * At most 20 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){6}$`.
   * @example "492039"
   */
  code: string;
  /**
   * A name for the app: `Authenticator app` without one.
   *
   * From 1 to 100 characters.
   * @example "Phone"
   */
  name?: string | undefined;
}

/** What `confirmAuthenticatorApp` answers: the app is a factor. */
export type ConfirmAuthenticatorAppAnswer = ConfirmedApp;

/**
 * How `confirmAuthenticatorApp` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `forbidden`: Not allowed
 * - 403 `email_not_verified`: The e-mail address is not confirmed
 * - 409 `limit_reached`: There is no room for more
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ConfirmAuthenticatorAppProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "forbidden"
  | "email_not_verified"
  | "limit_reached"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `renameMyFactor`. */
export interface RenameMyFactorInput {
  /**
   * Another name for it.
   *
   * From 1 to 100 characters.
   * @example "Old phone"
   */
  name: string;
}

/** What `renameMyFactor` answers: the factor after the change. */
export type RenameMyFactorAnswer = Factor;

/**
 * How `renameMyFactor` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 404 `not_found`: Not found
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RenameMyFactorProblem = Problem<
  | "malformed_json"
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "not_found"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** What `removeMyFactor` answers: it is asked for no more. */
export type RemoveMyFactorAnswer = undefined;

/**
 * How `removeMyFactor` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 404 `not_found`: Not found
 * - 409 `conflict`: Conflict
 * - 409 `limit_reached`: There is no room for more
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RemoveMyFactorProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "not_found"
  | "conflict"
  | "limit_reached"
  | "internal"
  | "unavailable"
>;

/** What `replaceRecoveryCodes` answers: the new codes. */
export type ReplaceRecoveryCodesAnswer = RecoveryCodes;

/**
 * How `replaceRecoveryCodes` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 409 `conflict`: Conflict
 * - 409 `limit_reached`: There is no room for more
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ReplaceRecoveryCodesProblem = Problem<
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "conflict"
  | "limit_reached"
  | "internal"
  | "unavailable"
>;

/** The body of `requestEmailChange`. */
export interface RequestEmailChangeInput {
  /**
   * The address that its owner signs in with: an ASCII mailbox at a domain, which may be internationalized. Kept and
   * shown in lower case, the domain in its `xn--` form: one mailbox has one account.
   *
   * At most 254 characters. Format: email.
   * @example "ada.king@example.com"
   */
  newEmail: string;
  /**
   * The account's password, exactly as it was set. May be left out by an account that has none.
   *
   * From 1 to 1024 characters. Format: password.
   * @example "correct horse battery staple"
   */
  password?: string | undefined;
}

/** What `requestEmailChange` answers: a mail is on its way to the new address. */
export type RequestEmailChangeAnswer = Accepted;

/**
 * How `requestEmailChange` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 409 `limit_reached`: There is no room for more
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RequestEmailChangeProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "limit_reached"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `changeEmail`. */
export interface ChangeEmailInput {
  /**
   * The token of the mailed link: what stands behind `#token=`.
   *
   * From 1 to 200 characters.
   * @example "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLU…"
   */
  token?: string | undefined;
  /**
   * Beside a code: the address that the account has so far.
   *
   * At most 254 characters. Format: email.
   */
  email?: string | undefined;
  /**
   * Instead of the token: the eight digits of the mail. Blanks and hyphens do not count.
   *
   * At most 40 characters. Pattern: `^[\s\p{Pd}]*(\d[\s\p{Pd}]*){8}$`.
   */
  code?: string | undefined;
}

/** What `changeEmail` answers: the account has the other address. */
export type ChangeEmailAnswer = undefined;

/**
 * How `changeEmail` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 409 `email_taken`: The e-mail address is taken
 * - 409 `limit_reached`: There is no room for more
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ChangeEmailProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "email_taken"
  | "limit_reached"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `requestPasskey`. */
export interface RequestPasskeyInput {
  [key: string]: never;
}

/** What `requestPasskey` answers: what a passkey is asked with. */
export type RequestPasskeyAnswer = PasskeyRequest;

/**
 * How `requestPasskey` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RequestPasskeyProblem = Problem<
  "malformed_json" | "payload_too_large" | "unsupported_media_type" | "validation_failed" | "internal" | "unavailable"
>;

/** The body of `signInWithPasskey`. */
export interface SignInWithPasskeyInput {
  /**
   * From POST /auth/passkey/options.
   *
   * From 1 to 1000 characters.
   * @example "Yx3lqzT5oVb0c8WdKs2PfRj7uNmEaGhQ4t1iZyXvBkCwSgHnLr9eDpJf6AoU…"
   */
  challenge: string;
  /** What a browser's passkey has answered: `PublicKeyCredential.toJSON()` of `navigator.credentials.get()`. */
  passkey: Assertion;
}

/** What `signInWithPasskey` answers: the account and the new session's tokens. */
export type SignInWithPasskeyAnswer = SignedIn;

/**
 * How `signInWithPasskey` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `invalid_credentials`: The credentials are not valid
 * - 403 `forbidden`: Not allowed
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type SignInWithPasskeyProblem = Problem<
  | "malformed_json"
  | "invalid_credentials"
  | "forbidden"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The body of `requestPasskeyAsSecondFactor`. */
export interface RequestPasskeyAsSecondFactorInput {
  /**
   * From the answer `second_factor_required`.
   *
   * From 1 to 2000 characters.
   * @example "n2QfVYkVQ3lzp8nJ0m4Wc1tXbQ7uKe5rHq9aZs6dFgYhJkLpO3iU"
   */
  mfaToken: string;
}

/** What `requestPasskeyAsSecondFactor` answers: what a passkey is asked with. */
export type RequestPasskeyAsSecondFactorAnswer = SecondFactorRequest;

/**
 * How `requestPasskeyAsSecondFactor` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 409 `conflict`: Conflict
 * - 410 `code_expired`: The link or code has expired
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RequestPasskeyAsSecondFactorProblem = Problem<
  | "malformed_json"
  | "conflict"
  | "code_expired"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** What `requestMyPasskey` answers: what a passkey is asked with. */
export type RequestMyPasskeyAnswer = PasskeyRequest;

/**
 * How `requestMyPasskey` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 409 `conflict`: Conflict
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RequestMyPasskeyProblem = Problem<
  "missing_token" | "invalid_token" | "conflict" | "internal" | "unavailable"
>;

/** What `offerPasskey` answers: what a passkey is made with. */
export type OfferPasskeyAnswer = PasskeyOffer;

/**
 * How `offerPasskey` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `forbidden`: Not allowed
 * - 403 `email_not_verified`: The e-mail address is not confirmed
 * - 409 `limit_reached`: There is no room for more
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type OfferPasskeyProblem = Problem<
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "forbidden"
  | "email_not_verified"
  | "limit_reached"
  | "internal"
  | "unavailable"
>;

/** The body of `addPasskey`. */
export interface AddPasskeyInput {
  /**
   * From POST /me/passkeys/options.
   *
   * From 1 to 1000 characters.
   * @example "Yx3lqzT5oVb0c8WdKs2PfRj7uNmEaGhQ4t1iZyXvBkCwSgHnLr9eDpJf6AoU…"
   */
  challenge: string;
  /** The passkey that a browser has had made: `PublicKeyCredential.toJSON()` of `navigator.credentials.create()`. */
  passkey: Attestation;
  /**
   * A name for it: `Passkey` without one.
   *
   * From 1 to 100 characters.
   * @example "Laptop"
   */
  name?: string | undefined;
}

/** What `addPasskey` answers: the passkey is a factor. */
export type AddPasskeyAnswer = AddedPasskey;

/**
 * How `addPasskey` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `forbidden`: Not allowed
 * - 403 `email_not_verified`: The e-mail address is not confirmed
 * - 409 `limit_reached`: There is no room for more
 * - 409 `conflict`: Conflict
 * - 410 `code_expired`: The link or code has expired
 * - 410 `code_used`: The link or code was used before
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 429 `too_many_attempts`: Too many attempts
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type AddPasskeyProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "forbidden"
  | "email_not_verified"
  | "limit_reached"
  | "conflict"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "too_many_attempts"
  | "internal"
  | "unavailable"
>;

/** The query of `listUsers`. */
export interface ListUsersQuery {
  /**
   * How many accounts a page holds at most.
   *
   * From 1 to 100.
   * @default 50
   * @example "20"
   */
  limit?: string | undefined;
  /**
   * `nextCursor` of the page before; with the same filters.
   *
   * At most 100 characters.
   * @example "AZuYIB02eZmpsJ-Ei3BGwG5RM7DL-dMyfHOyJR0DwzI"
   */
  cursor?: string | undefined;
  /**
   * How the address or a word of the name begins, in any case, with its accents or without, and taken literally.
   *
   * At most 254 characters.
   * @example "ada"
   */
  q?: string | undefined;
  /** Only accounts with this status. */
  status?: "active" | "disabled" | undefined;
  /** Only accounts with this role. */
  role?: "admin" | undefined;
}

/** What `listUsers` answers: a page of accounts. */
export type ListUsersAnswer = UserPage;

/**
 * How `listUsers` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ListUsersProblem = Problem<
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** The body of `createUser`. */
export interface CreateUserInput {
  /**
   * The address that its owner signs in with: an ASCII mailbox at a domain, which may be internationalized. Kept and
   * shown in lower case, the domain in its `xn--` form: one mailbox has one account.
   *
   * At most 254 characters. Format: email.
   * @example "edsger@example.com"
   */
  email: string;
  /**
   * What its owner is called: any text, kept without the blanks around it. Without a name, null; an empty text is
   * none.
   *
   * At most 1000 characters.
   */
  name?: string | null | undefined;
  /**
   * Any characters, counted in Unicode code points after NFC; the service's operator chooses how many are needed.
   * One that is too short, too long, soon guessed, made of the account's own words or known from a breach is refused
   * with `weak_password`, or, beside other fields, with `validation_failed`; each issue names a rule that it fails.
   * Without a password its owner is invited by mail to choose one.
   *
   * From 15 to 256 characters. Format: password.
   * @example "correct horse battery staple"
   */
  password?: string | undefined;
  /**
   * `admin` may use the routes under /users. Without a role: `[]`.
   *
   * At most 1 item.
   */
  roles?: "admin"[] | undefined;
}

/** What `createUser` answers: the new account. */
export type CreateUserAnswer = User;

/**
 * How `createUser` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 409 `email_taken`: The e-mail address is taken
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 422 `weak_password`: The password is too weak
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type CreateUserProblem = Problem<
  | "malformed_json"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "email_taken"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "weak_password"
  | "internal"
  | "unavailable"
>;

/** What `getUser` answers: the account. */
export type GetUserAnswer = User;

/**
 * How `getUser` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetUserProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "internal"
  | "unavailable"
>;

/**
 * The body of `updateUser`.
 *
 * What is left out stays as it is.
 *
 * At least 1 field.
 */
export interface UpdateUserInput {
  /**
   * What its owner is called: any text, kept without the blanks around it. Without a name, null; an empty text is
   * none.
   *
   * At most 1000 characters.
   * @example "Ada King"
   */
  name?: string | null | undefined;
  /**
   * `admin` may use the routes under /users. Without a role: `[]`. Replaces the roles before.
   *
   * At most 1 item.
   * @example ["admin"]
   */
  roles?: "admin"[] | undefined;
  /** Nobody can sign in to a `disabled` account. */
  status?: "active" | "disabled" | undefined;
}

/** What `updateUser` answers: the account after the change. */
export type UpdateUserAnswer = User;

/**
 * How `updateUser` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 409 `conflict`: Conflict
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type UpdateUserProblem = Problem<
  | "malformed_json"
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** What `deleteUser` answers: the account and its sessions are gone. */
export type DeleteUserAnswer = undefined;

/**
 * How `deleteUser` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 409 `conflict`: Conflict
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type DeleteUserProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "internal"
  | "unavailable"
>;

/** What `sendPasswordReset` answers: the mail is on its way. */
export type SendPasswordResetAnswer = Accepted;

/**
 * How `sendPasswordReset` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 409 `conflict`: Conflict
 * - 409 `limit_reached`: There is no room for more
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type SendPasswordResetProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "limit_reached"
  | "internal"
  | "unavailable"
>;

/** What `listUserFactors` answers: its factors, the oldest first. */
export type ListUserFactorsAnswer = FactorList;

/**
 * How `listUserFactors` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ListUserFactorsProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "internal"
  | "unavailable"
>;

/** The body of `removeUserFactors`. */
export interface RemoveUserFactorsInput {
  /**
   * Why, for the audit trail. The owner reads it, too: nothing about anybody else.
   *
   * From 1 to 200 characters.
   * @example "Lost the phone; identified by video call, case 4711"
   */
  reason: string;
}

/** What `removeUserFactors` answers: they will be removed, unless the owner stops it. */
export type RemoveUserFactorsAnswer = PendingFactorRemoval;

/** What `removeUserFactors` answers: the account has no factor any more. */
export type RemoveUserFactorsOtherAnswer = undefined;

/**
 * How `removeUserFactors` refuses.
 *
 * - 400 `malformed_json`: The body is not JSON
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 409 `conflict`: Conflict
 * - 413 `payload_too_large`: The body is too large
 * - 415 `unsupported_media_type`: The media type is not supported
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type RemoveUserFactorsProblem = Problem<
  | "malformed_json"
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** What `listUserSessions` answers: the sessions that have not ended, the last used first. */
export type ListUserSessionsAnswer = SessionList;

/**
 * How `listUserSessions` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ListUserSessionsProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "internal"
  | "unavailable"
>;

/** What `endUserSessions` answers: its sessions have ended. */
export type EndUserSessionsAnswer = undefined;

/**
 * How `endUserSessions` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type EndUserSessionsProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "internal"
  | "unavailable"
>;

/** What `endUserSession` answers: the session has ended. */
export type EndUserSessionAnswer = undefined;

/**
 * How `endUserSession` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 404 `not_found`: Not found
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type EndUserSessionProblem = Problem<
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "not_found"
  | "internal"
  | "unavailable"
>;

/** The query of `listEvents`. */
export interface ListEventsQuery {
  /**
   * How many events a page holds at most.
   *
   * From 1 to 100.
   * @default 50
   * @example "20"
   */
  limit?: string | undefined;
  /**
   * `nextCursor` of the page before; with the same filters and order.
   *
   * At most 100 characters.
   * @example "AAAAAAAAB9FqZb0Rk0m1U5nU3eRz2d0S"
   */
  after?: string | undefined;
  /**
   * `desc`: the newest first. `asc`: the oldest first, for who follows what comes.
   * @default "desc"
   */
  order?: "asc" | "desc" | undefined;
  /** Only events of this type. */
  type?: EventType | undefined;
  /**
   * Only events of this account.
   *
   * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "user_01kjpx722ffrqtvgf0hszzax5h"
   */
  userId?: string | undefined;
}

/** What `listEvents` answers: a page of events. */
export type ListEventsAnswer = EventPage;

/**
 * How `listEvents` refuses.
 *
 * - 401 `missing_token`: An access token is needed
 * - 401 `invalid_token`: The access token is not valid
 * - 401 `reauthentication_required`: A recent or stronger authentication is needed
 * - 403 `enrollment_required`: A second factor has to be set up first
 * - 403 `forbidden`: Not allowed
 * - 422 `validation_failed`: The input is not valid
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type ListEventsProblem = Problem<
  | "missing_token"
  | "invalid_token"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "validation_failed"
  | "internal"
  | "unavailable"
>;

/** What `getJwks` answers: a JSON Web Key Set (RFC 7517). */
export type GetJwksAnswer = JsonWebKeySet;

/**
 * How `getJwks` refuses.
 *
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetJwksProblem = Problem<"internal" | "unavailable">;

/** What `getProviderMetadata` answers: the issuer and the address of its keys. */
export type GetProviderMetadataAnswer = ProviderMetadata;

/**
 * How `getProviderMetadata` refuses.
 *
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetProviderMetadataProblem = Problem<"internal" | "unavailable">;

/** What `getHealth` answers: it does. */
export type GetHealthAnswer = Status;

/**
 * How `getHealth` refuses.
 *
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetHealthProblem = Problem<"internal" | "unavailable">;

/** What `getReady` answers: it does. */
export type GetReadyAnswer = Status;

/**
 * How `getReady` refuses.
 *
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetReadyProblem = Problem<"internal" | "unavailable">;

/** What `getOpenApi` answers: OpenAPI 3.1. */
export type GetOpenApiAnswer = OpenApiDocument;

/**
 * How `getOpenApi` refuses.
 *
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetOpenApiProblem = Problem<"internal" | "unavailable">;

/** What `getProblem` answers: the problem. */
export type GetProblemAnswer = ProblemPage;

/**
 * How `getProblem` refuses.
 *
 * - 400 `malformed_request`: The request is malformed
 * - 404 `not_found`: Not found
 * - 500 `internal`: Internal error
 * - 503 `unavailable`: Temporarily unavailable
 */
export type GetProblemProblem = Problem<"malformed_request" | "not_found" | "internal" | "unavailable">;

/**
 * `code` of every problem there is. A later service may have more.
 *
 * - `malformed_json` (400): The body is not JSON
 * - `malformed_request` (400): The request is malformed
 * - `missing_token` (401): An access token is needed
 * - `invalid_token` (401): The access token is not valid
 * - `invalid_credentials` (401): The credentials are not valid
 * - `invalid_refresh_token` (401): The refresh token is not valid
 * - `second_factor_required` (401): A second factor is needed
 * - `reauthentication_required` (401): A recent or stronger authentication is needed
 * - `enrollment_required` (403): A second factor has to be set up first
 * - `forbidden` (403): Not allowed
 * - `email_not_verified` (403): The e-mail address is not confirmed
 * - `registration_closed` (403): Registration is closed
 * - `not_found` (404): Not found
 * - `method_not_allowed` (405): Method not allowed
 * - `email_taken` (409): The e-mail address is taken
 * - `conflict` (409): Conflict
 * - `limit_reached` (409): There is no room for more
 * - `code_expired` (410): The link or code has expired
 * - `code_used` (410): The link or code was used before
 * - `payload_too_large` (413): The body is too large
 * - `unsupported_media_type` (415): The media type is not supported
 * - `validation_failed` (422): The input is not valid
 * - `weak_password` (422): The password is too weak
 * - `too_many_attempts` (429): Too many attempts
 * - `internal` (500): Internal error
 * - `unavailable` (503): Temporarily unavailable
 */
export type ProblemCode =
  | "malformed_json"
  | "malformed_request"
  | "missing_token"
  | "invalid_token"
  | "invalid_credentials"
  | "invalid_refresh_token"
  | "second_factor_required"
  | "reauthentication_required"
  | "enrollment_required"
  | "forbidden"
  | "email_not_verified"
  | "registration_closed"
  | "not_found"
  | "method_not_allowed"
  | "email_taken"
  | "conflict"
  | "limit_reached"
  | "code_expired"
  | "code_used"
  | "payload_too_large"
  | "unsupported_media_type"
  | "validation_failed"
  | "weak_password"
  | "too_many_attempts"
  | "internal"
  | "unavailable";

/** An account. */
export interface User {
  /**
   * Never changes and is never used again. `sub` of the account's access tokens.
   *
   * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "user_01kjpx722ffrqtvgf0hszzax5h"
   */
  id: string;
  /**
   * The address to sign in with, in lower case.
   *
   * Format: email.
   * @example "ada@example.com"
   */
  email: string;
  /** Whether somebody has shown, by a link or a code that was mailed there, that the address is theirs. */
  emailVerified: boolean;
  /**
   * What its owner is called: any text, kept without the blanks around it. Without a name, null; an empty text is
   * none.
   * @example "Ada Lovelace"
   */
  name: string | null;
  /** `admin` may use the routes under /users. Without a role: `[]`. */
  roles: "admin"[];
  /** Nobody can sign in to a `disabled` account. */
  status: "active" | "disabled";
  /**
   * When the account was created.
   *
   * Format: date-time.
   * @example "2026-03-02T09:14:07.311Z"
   */
  createdAt: string;
  /**
   * When its profile, its password, its roles or its status last changed.
   *
   * Format: date-time.
   * @example "2026-03-02T09:14:07.311Z"
   */
  updatedAt: string;
  /**
   * When its owner last signed in; null before the first time.
   *
   * Format: date-time.
   * @example "2026-03-02T09:14:07.311Z"
   */
  lastLoginAt: string | null;
  /**
   * When it is deleted, as its owner wanted, unless they or an administrator undo it; it is `disabled` until then.
   * Null otherwise.
   *
   * Format: date-time.
   */
  deletesAt: string | null;
}

/** What a session's owner acts with. */
export interface Tokens {
  /**
   * Proves to this service, and to no other, who is calling, as `Authorization: Bearer …`, until it expires: a JWT
   * (RFC 9068).
   * @example "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InY5dTJGelRO…"
   */
  accessToken: string;
  /**
   * Gets the session's next tokens, once. Keep it where no other program and no other site can read it. Not here
   * where a cookie has it.
   * @example "AQGcrdOIT34vrcHgjn_1dLEBnNGCUvx2XKrC_0ZWaUrDAAAAAyFjmMIIgJr6…"
   */
  refreshToken: string;
  /** How the access token is presented (RFC 6750). */
  tokenType: "Bearer";
  /**
   * Seconds until the access token expires.
   *
   * At least 1.
   * @example 600
   */
  expiresIn: number;
}

/** The account, and the tokens of the session that has begun. */
export interface SignedIn {
  /** Whoever signed in. */
  user: User;
  /** The tokens of the new session. */
  tokens: Tokens;
}

/** The request was taken. Whether anything comes of it, only the reader of the mail learns. */
export interface Accepted {
  [key: string]: never;
}

/** One reason why the input was refused. */
export interface Issue {
  /**
   * Where the value stands in the input: names of members, and indexes of lists. Empty for the input as a whole.
   * @example ["email"]
   */
  path: (string | number)[];
  /**
   * The rule that it breaks, for programs: `invalid_type` (missing, or of another JSON type), `invalid_format`,
   * `invalid_value`, `too_small`, `too_big`, `unrecognized_keys`, `wrong_password`, `too_short`, `too_long`,
   * `common`, `own_words`, or `custom` for one that only the message tells.
   * @example "invalid_type"
   */
  code: string;
  /**
   * The rule that it breaks, in English, for people. It never holds the value.
   * @example "Required"
   */
  message: string;
}

/** What every problem says. */
export interface ProblemBase<Code extends ProblemCode> {
  /**
   * The address of a page about this code.
   *
   * Format: uri.
   * @example "https://auth.example.com/problems/malformed_json"
   */
  type: string;
  /**
   * The code in words, the same each time.
   * @example "The body is not JSON"
   */
  title: string;
  /**
   * The HTTP status of the answer.
   *
   * From 400 to 599.
   * @example 400
   */
  status: number;
  /**
   * What went wrong, for programs.
   * @example "malformed_json"
   */
  code: Code;
  /**
   * What went wrong this time, for people.
   * @example "A body may have at most 16384 bytes."
   */
  detail?: string;
  /**
   * This one failure: the request's id as a URI.
   *
   * Format: uri.
   * @example "urn:uuid:c36447d7-ab40-4133-b595-c206735a5f37"
   */
  instance: string;
  /**
   * The request's id, also in the field X-Request-Id and in the service's log.
   *
   * Format: uuid.
   * @example "c36447d7-ab40-4133-b595-c206735a5f37"
   */
  requestId: string;
  /**
   * Seconds after which another try makes sense, as in the field Retry-After.
   *
   * At least 1.
   * @example 2
   */
  retryAfter?: number;
  /** Every reason why the input was refused. */
  issues?: Issue[];
}

/** What some codes say beside that. */
export interface ProblemMembers {
  /** Beside `second_factor_required`. */
  second_factor_required: {
    /**
     * With `reauthentication_required` and `second_factor_required`: what the account can prove it with, one of which
     * is enough. `code` is another sign-in by a mailed code; the others go to POST /me/verify, or to POST /auth/mfa:
     * `password`, `totp` (as `code`), `passkey`, `recovery_code` (as `recoveryCode`).
     * @example ["totp","recovery_code"]
     */
    methods: ("password" | "code" | "totp" | "passkey" | "recovery_code")[];
    /**
     * With `second_factor_required`: what POST /auth/mfa takes beside the second factor.
     * @example "Y2hhbGxlbmdl…"
     */
    mfaToken: string;
    /**
     * With `second_factor_required`: seconds that `mfaToken` is good for.
     *
     * At least 1.
     * @example 300
     */
    expiresIn: number;
  };
  /** Beside `reauthentication_required`. */
  reauthentication_required: {
    /**
     * With `reauthentication_required`: seconds that the proof of who asks may be old.
     *
     * At least 1.
     * @example 600
     */
    maxAge: number;
    /** With `reauthentication_required`: how strong the proof has to be; `1` is one factor, `2` are two. */
    acr: "1" | "2";
    /**
     * With `reauthentication_required` and `second_factor_required`: what the account can prove it with, one of which
     * is enough. `code` is another sign-in by a mailed code; the others go to POST /me/verify, or to POST /auth/mfa:
     * `password`, `totp` (as `code`), `passkey`, `recovery_code` (as `recoveryCode`).
     * @example ["totp","recovery_code"]
     */
    methods: ("password" | "code" | "totp" | "passkey" | "recovery_code")[];
  };
}

/** A failure (RFC 9457). Decide by `code`: it says what went wrong, and never changes. */
export type Problem<Code extends ProblemCode = ProblemCode> =
  | ([Exclude<Code, keyof ProblemMembers>] extends [never] ? never : ProblemBase<Exclude<Code, keyof ProblemMembers>>)
  | { [C in Code & keyof ProblemMembers]: ProblemBase<C> & ProblemMembers[C] }[Code & keyof ProblemMembers];

/** What a refresh gives. */
export interface Refreshed {
  /** They replace the ones before. */
  tokens: Tokens;
}

/** What a session's owner shows to one other service. */
export interface ServiceToken {
  /**
   * Proves to that service, and to no other, who is calling: a JWT (RFC 9068) with its name as `aud`.
   * @example "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InY5dTJGelRO…"
   */
  accessToken: string;
  /** How the access token is presented (RFC 6750). */
  tokenType: "Bearer";
  /**
   * Seconds until the access token expires.
   *
   * At least 1.
   * @example 600
   */
  expiresIn: number;
}

/** AuthenticationResponseJSON of WebAuthn Level 3. What else a browser says in it is passed over. */
export interface Assertion {
  /**
   * The credential's id.
   *
   * From 1 to 1364 characters. Pattern: `^[\w-]+$`.
   * @example "mJ8xKc2VQkKqYdV0n3sTzA"
   */
  id: string;
  /**
   * The same.
   *
   * From 1 to 1364 characters. Pattern: `^[\w-]+$`.
   * @example "mJ8xKc2VQkKqYdV0n3sTzA"
   */
  rawId: string;
  /** Always `public-key`. */
  type: "public-key";
  /** What the authenticator has signed. */
  response: {
    /**
     * What the browser says that it was asked for: base64url.
     *
     * From 1 to 4096 characters. Pattern: `^[\w-]+$`.
     * @example "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"
     */
    clientDataJSON: string;
    /**
     * What the authenticator says of itself and of its user: base64url.
     *
     * From 1 to 4096 characters. Pattern: `^[\w-]+$`.
     * @example "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MdAAAAAQ"
     */
    authenticatorData: string;
    /**
     * Its signature of both: base64url.
     *
     * From 1 to 2048 characters. Pattern: `^[\w-]+$`.
     * @example "MEUCIQDKq8TnYQ"
     */
    signature: string;
    /**
     * Whose passkey it is, where the authenticator knows: base64url of the account's id.
     *
     * From 1 to 88 characters. Pattern: `^[\w-]+$`.
     * @example "dXNlcl8wMWtqcHg3MjJmZnJxdHZnZjBoc3p6YXg1aA"
     */
    userHandle?: string | null;
  };
}

/** The next access token of a session, which keeps its refresh token. */
export interface AccessToken {
  /**
   * Replaces the one before: a JWT (RFC 9068) for this service.
   * @example "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InY5dTJGelRO…"
   */
  accessToken: string;
  /** How the access token is presented (RFC 6750). */
  tokenType: "Bearer";
  /**
   * Seconds until the access token expires.
   *
   * At least 1.
   * @example 600
   */
  expiresIn: number;
}

/** What its owner proves who they are with, beside a password or a mailbox. */
export interface Factor {
  /**
   * The factor's id.
   *
   * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "fact_01kkb2v0c6f0ht7r8d3m5n9q2s"
   */
  id: string;
  /** `totp`: an authenticator app. `passkey`: a passkey or a security key. */
  type: "totp" | "passkey";
  /**
   * The owner's name for it.
   * @example "Phone"
   */
  name: string;
  /**
   * When it was set up.
   *
   * Format: date-time.
   * @example "2026-03-10T08:05:11.302Z"
   */
  createdAt: string;
  /**
   * When it was last used; null when it never was.
   *
   * Format: date-time.
   * @example "2026-03-11T07:58:02.114Z"
   */
  lastUsedAt: string | null;
  /** Of a passkey: whether it is on other devices as well, or kept by whoever makes them. */
  backedUp?: boolean;
}

/** What a sign-in was made with, as its User-Agent field says: that is easily made up. */
export interface Device {
  /**
   * A browser, such as `Firefox`, or another program, such as `curl` or an app; null where it is not known.
   * @example "Firefox"
   */
  browser: string | null;
  /**
   * Such as `Windows` or `iOS`; null where it is not known.
   * @example "Linux"
   */
  system: string | null;
}

/** A sign-in that has not ended. */
export interface Session {
  /**
   * The session's id: `sid` of its access tokens.
   *
   * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "sess_01kk8r4mqweseangqz8sb6jjp3"
   */
  id: string;
  /** Whether the request was made in this session. */
  current: boolean;
  /**
   * When its owner signed in.
   *
   * Format: date-time.
   * @example "2026-03-09T07:31:45.020Z"
   */
  createdAt: string;
  /**
   * When it was last refreshed, or began.
   *
   * Format: date-time.
   * @example "2026-03-10T08:02:19.446Z"
   */
  lastUsedAt: string;
  /**
   * When it ends unless it is refreshed before.
   *
   * Format: date-time.
   * @example "2026-03-24T08:02:19.446Z"
   */
  expiresAt: string;
  /**
   * The User-Agent field of the sign-in, at most 300 characters of it; null where there was none.
   * @example "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
   */
  userAgent: string | null;
  /** The same in words. */
  device: Device;
  /**
   * The network address of the sign-in; null where it is not known.
   * @example "203.0.113.7"
   */
  ip: string | null;
  /**
   * How its owner proved who they are, in the words of RFC 8176: `pwd` is a password, `otp` a mailed link or code,
   * the code of an app or a recovery code, `hwk` a passkey, `user` that it has made sure who its user is, and `mfa`
   * that there were two factors.
   * @example ["pwd"]
   */
  amr: string[];
}

/** A network that the owner has signed in from. Only digests of it are kept, so nobody can tell which it is. */
export interface KeptPlace {
  /**
   * When the owner last signed in from there.
   *
   * Format: date-time.
   * @example "2026-03-09T07:31:45.020Z"
   */
  lastSeenAt: string;
  /**
   * How many kinds of browsers were used there.
   * @example 1
   */
  browsers: number;
}

/** A link or a code that was mailed. */
export interface KeptProof {
  /** What it is good for. */
  purpose: "verify" | "reset" | "code" | "change" | "revert" | "invite" | "restore" | "not-me" | "keep";
  /**
   * The address that it was sent to.
   *
   * Format: email.
   * @example "ada@example.com"
   */
  email: string;
  /**
   * When it was made.
   *
   * Format: date-time.
   * @example "2026-03-02T09:14:07.311Z"
   */
  createdAt: string;
  /**
   * Until when it is good.
   *
   * Format: date-time.
   * @example "2026-03-03T09:14:07.311Z"
   */
  expiresAt: string;
  /**
   * When it was used; null where it was not.
   *
   * Format: date-time.
   */
  usedAt: string | null;
}

/** A mail that is still to be sent, or an event that is still to be written down. */
export interface KeptMessage {
  /** Which of the two. */
  kind: "event" | "mail";
  /**
   * The mail's template, or the event's type.
   * @example "verify-email"
   */
  name: string;
  /**
   * The mail's address; null for an event.
   * @example "ada@example.com"
   */
  to: string | null;
  /**
   * Since when it waits.
   *
   * Format: date-time.
   * @example "2026-03-02T09:14:07.311Z"
   */
  queuedAt: string;
  /** Whether it could not be sent, and is not tried any more. */
  givenUp: boolean;
}

/** Who has done something. */
export interface EventActor {
  /**
   * `user`: the account's owner, or whoever claims to be. `admin`: an administrator. `system`: the service, or a
   * command of those who run it.
   */
  type: "user" | "admin" | "system";
  /**
   * Whose account they came with; null where they have not proved who they are.
   *
   * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "user_01kjpx722ffrqtvgf0hszzax5h"
   */
  id: string | null;
}

/** `data` of an event, by its `type`. */
export interface EventData {
  /** Somebody has made an account of their own. */
  "user.registered": {
    [key: string]: never;
  };
  /** An account was made for somebody. */
  "user.created": {
    /** The roles of the account. */
    roles: "admin"[];
  };
  /** Somebody was asked by mail to take over the account that was made for them. */
  "user.invited": {
    [key: string]: never;
  };
  /** Fields of the account got other values. A disabled account has no session any more. */
  "user.changed": {
    /** The names of the fields that have another value now. */
    fields: string[];
    /** Before and after, where it has changed. */
    roles?: {
      /** The roles of the account. */
      before: "admin"[];
      /** The roles of the account. */
      after: "admin"[];
    };
    /** Before and after, where it has changed. */
    status?: {
      /** Whether somebody can sign in to the account. */
      before: "active" | "disabled";
      /** Whether somebody can sign in to the account. */
      after: "active" | "disabled";
    };
  };
  /** The account was put out of use, and will be deleted. */
  "user.deletion_requested": {
    /** When it will be deleted, in RFC 3339. */
    deletesAt: string;
  };
  /** A deletion was undone in time. */
  "user.restored": {
    [key: string]: never;
  };
  /** The account, and with it every session, is gone. */
  "user.deleted": {
    [key: string]: never;
  };
  /** Somebody was given all that is kept about them. */
  "user.exported": {
    [key: string]: never;
  };
  /** The account has become an administrator's. */
  "administrator.promoted": {
    /** Whether it was made as one, was given the role, or a command did it. */
    by: "creation" | "role" | "command";
  };
  /** Somebody has signed in. */
  "session.started": {
    /** How somebody has proved who they are, in the words of RFC 8176, such as `pwd`. */
    amr: string[];
    /** Whether the account was never used from this network and kind of browser. */
    isNewPlace: boolean;
  };
  /** A session was ended before its time. */
  "session.ended": {
    /**
     * Whether it has signed out, or another session of the owner, an administrator, a refresh token that came again, a
     * notice by mail, or a policy that asks for a second factor has ended it.
     */
    by: "sign_out" | "owner" | "administrator" | "reuse" | "not_me" | "policy";
  };
  /** All sessions were ended, but for the one that is named. */
  "sessions.ended": {
    /** Who has ended them. */
    by: "owner" | "administrator" | "not_me";
    /** The session that goes on, if one does. */
    except: string | null;
  };
  /** Somebody has not proved to be the owner. */
  "sign_in.failed": {
    /** What was tried, in the words of RFC 8176. */
    method: string;
  };
  /** The owner has said that a sign-in was not theirs. */
  "sign_in.disowned": {
    [key: string]: never;
  };
  /** So many guesses were wrong that the next ones have to wait. */
  "account.throttled": {
    /** For how long. */
    seconds: number;
  };
  /** A mailed code was wrong, or not good any more. */
  "code.refused": {
    [key: string]: never;
  };
  /** A link and a code to sign in with were mailed. */
  "code.requested": {
    [key: string]: never;
  };
  /** A refresh token that had been used came again: somebody else may have it. */
  "refresh_token.reused": {
    [key: string]: never;
  };
  /** Somebody who was signed in has proved once more who they are. */
  "user.reauthenticated": {
    /** How somebody has proved who they are, in the words of RFC 8176, such as `pwd`. */
    amr: string[];
  };
  /** Somebody has given a first proof and was asked for a second factor. No session has begun. */
  "second_factor.asked": {
    /** How somebody has proved who they are, in the words of RFC 8176, such as `pwd`. */
    amr: string[];
  };
  /** Somebody who had given a first proof, or was signed in, did not prove a second factor. */
  "second_factor.refused": {
    /** What was tried. */
    method: "totp" | "passkey" | "recovery_code";
  };
  /** The owner has set up a factor. With the first one every other session has ended. */
  "factor.added": {
    /** The factor's id. */
    factorId: string;
    /** Of which kind it is. */
    kind: "totp" | "passkey";
  };
  /** The owner has removed a factor. With the last one every other session has ended. */
  "factor.removed": {
    /** The factor's id. */
    factorId: string;
    /** Of which kind it is. */
    kind: "totp" | "passkey";
  };
  /** All factors were removed for the owner. Every session has ended. */
  "factors.removed": {
    /** Who has removed them. */
    by: "administrator" | "command";
    /** Why, in the words of who has removed them. */
    reason: string;
  };
  /** An administrator has asked to remove all factors, which the owner can stop until then. */
  "factors.removal_requested": {
    /** When they will be removed, in RFC 3339. */
    removesAt: string;
    /** Why, in the administrator's words. */
    reason: string;
  };
  /** The factors stay: their removal was stopped. */
  "factors.removal_stopped": {
    /**
     * Whether the owner's mail has done that, a factor that was proved or changed, whoever has taken the account back
     * by a notice, or an administrator who has disabled the account.
     */
    by: "mail" | "factor" | "not_me" | "administrator";
  };
  /** The owner has got new recovery codes. Those before are void. */
  "recovery_codes.made": {
    [key: string]: never;
  };
  /** A recovery code was taken in place of a factor. */
  "recovery_code.used": {
    /** How many are left. */
    left: number;
  };
  /** A passkey has signed less often than before: there may be a copy of it. */
  "passkey.counter_regressed": {
    /** The factor's id. */
    factorId: string;
  };
  /** The owner has set another password. Every other session has ended. */
  "password.changed": {
    [key: string]: never;
  };
  /** Somebody who was signed in gave a wrong password. */
  "password.refused": {
    [key: string]: never;
  };
  /** A way to set another password was mailed. */
  "password.reset_requested": {
    [key: string]: never;
  };
  /** Another password was set by a mailed proof. Every session has ended. */
  "password.reset": {
    [key: string]: never;
  };
  /** A proof of the address was mailed. */
  "email.verification_requested": {
    [key: string]: never;
  };
  /** The address was proved to be its owner's. */
  "email.verified": {
    [key: string]: never;
  };
  /** A proof was mailed to the address that is to take the place of this one. */
  "email.change_requested": {
    [key: string]: never;
  };
  /** The account has another address. */
  "email.changed": {
    [key: string]: never;
  };
  /** The address before has taken its place again. */
  "email.reverted": {
    [key: string]: never;
  };
  /** A mail came back for good, or was called unwanted. */
  "mail.undeliverable": {
    /** Which of the two. */
    reason: "bounce" | "complaint";
  };
}

/** `type` of every event there is. A later service may have more. */
export type EventType = keyof EventData;

/** An event of one type. */
export interface AuditEventOf<Type extends EventType> {
  /**
   * Never changes and is never used again. An event may come by more than one way: this tells that it is the same.
   *
   * Pattern: `^evt_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "evt_01kk8r4mqzf2h8k9d3w5x7n0ba"
   */
  id: string;
  /** `failure` where somebody was refused. */
  outcome: "success" | "failure";
  /**
   * When it happened.
   *
   * Format: date-time.
   * @example "2026-03-09T07:31:45.020Z"
   */
  at: string;
  /** Who has done it. */
  actor: EventActor;
  /**
   * Whose account it happened to; null for the service as a whole.
   *
   * Pattern: `^user_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "user_01kjpx722ffrqtvgf0hszzax5h"
   */
  userId: string | null;
  /**
   * The session of that account in which, or to which, it happened.
   *
   * Pattern: `^sess_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "sess_01kk8r4mqweseangqz8sb6jjp3"
   */
  sessionId?: string;
  /**
   * What the answer had as `X-Request-Id`; null for commands.
   * @example "c36447d7-ab40-4133-b595-c206735a5f37"
   */
  requestId: string | null;
  /**
   * Where the request came from.
   * @example "203.0.113.7"
   */
  ip?: string;
  /** What has happened. */
  type: Type;
  /** What belongs to the type. */
  data: EventData[Type];
}

/** Something that has happened to an account. */
export type AuditEvent = { [Type in EventType]: AuditEventOf<Type> }[EventType];

/** Some of the events that were asked for, and where the next ones are. */
export interface EventPage {
  /** At most `limit` events, in the order that was asked for. */
  items: AuditEvent[];
  /**
   * Where the next page begins; null on the last one, but never with `order=asc`.
   * @example "AAAAAAAAB9FqZb0Rk0m1U5nU3eRz2d0S"
   */
  nextCursor: string | null;
}

/** All that is kept about an account. */
export interface AccountExport {
  /**
   * When it was put together.
   *
   * Format: date-time.
   * @example "2026-03-10T08:02:19.446Z"
   */
  exportedAt: string;
  /** The account. */
  user: User;
  /**
   * What its mails are written in; null where nothing is known.
   * @example "en"
   */
  language: string | null;
  /** `bounce` where mail to its address came back, `complaint` where it was called unwanted; null otherwise. */
  undeliverable: string | null;
  /**
   * Since when; null otherwise.
   *
   * Format: date-time.
   */
  undeliverableSince: string | null;
  /** Whether it can be signed in to with a password. Only a hash of that is kept. */
  hasPassword: boolean;
  /** What it is proved with beside a password or a mailbox. Their secrets and keys are left out. */
  factors: Factor[];
  /**
   * How many recovery codes have not been used. Only digests of them are kept.
   * @example 9
   */
  recoveryCodesLeft: number;
  /**
   * When all factors will be removed, as an administrator has asked, and the owner can still stop; null otherwise.
   *
   * Format: date-time.
   */
  factorsRemovedAt: string | null;
  /** Why, in the administrator's words; null otherwise. */
  factorRemovalReason: string | null;
  /**
   * How many tries to prove to be its owner have failed lately.
   * @example 0
   */
  attempts: number;
  /** Its sessions, also those that were idle for too long and are not removed yet. */
  sessions: Session[];
  /** Where its owner has signed in from. */
  places: KeptPlace[];
  /** Links and codes that were mailed and are not removed yet. */
  proofs: KeptProof[];
  /** What is still to be told of it. */
  queue: KeptMessage[];
  /** Its newest events, the newest first. */
  events: EventPage;
}

/** Sessions that have not ended. */
export interface SessionList {
  /** At most 100, the last used first. */
  items: Session[];
}

/** All factors of an account. */
export interface FactorList {
  /** The oldest first: 5 apps and 20 passkeys at most. */
  items: Factor[];
  /**
   * How many recovery codes have not been used.
   *
   * At least 0.
   * @example 9
   */
  recoveryCodesLeft: number;
  /**
   * When all of them will be removed, as an administrator has asked, unless the owner stops it: by the link of the
   * mail, or by proving one. Null otherwise.
   *
   * Format: date-time.
   */
  removesAt: string | null;
}

/** What an authenticator app has to be given. It is a factor once its first code has come. */
export interface AuthenticatorApp {
  /**
   * For the confirmation.
   *
   * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "fact_01kkb2v0c6f0ht7r8d3m5n9q2s"
   */
  id: string;
  /**
   * 160 bits in base32, to be typed by hand.
   * @example "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
   */
  secret: string;
  /**
   * The same with all that goes with it (`otpauth:`), to be shown as a QR code.
   * @example "otpauth://totp/example.com:ada%40example.com?secret=JBSWY3DP…"
   */
  uri: string;
}

/** The app is a factor. */
export interface ConfirmedApp {
  /**
   * Ten codes, each good once in place of a factor, shown this one time. Only with the first factor.
   * @example ["7k2m-9xqd-4vht","c0rw-5gzp-e8n3","b6ys-1jfm-tq7a"]
   */
  recoveryCodes?: string[];
}

/** Codes that stand in for a factor that is lost. */
export interface RecoveryCodes {
  /**
   * Ten codes, each good once, shown this one time.
   * @example ["7k2m-9xqd-4vht","c0rw-5gzp-e8n3","b6ys-1jfm-tq7a"]
   */
  recoveryCodes: string[];
}

/** PublicKeyCredentialDescriptorJSON of WebAuthn Level 3. */
export interface CredentialDescriptor {
  /** Always `public-key`. */
  type: "public-key";
  /**
   * The credential's id.
   * @example "mJ8xKc2VQkKqYdV0n3sTzA"
   */
  id: string;
  /**
   * How a browser can reach it, as it said when the passkey was made.
   * @example ["internal","hybrid"]
   */
  transports: string[];
}

/** PublicKeyCredentialRequestOptionsJSON of WebAuthn Level 3. */
export interface RequestOptions {
  /**
   * 256 random bits in base64url, which the passkey signs.
   * @example "uIr0zB2mWq7Yk4cXnT9sVd1LpHf6JgEa3oRiKxUwNy8"
   */
  challenge: string;
  /**
   * Milliseconds that the browser waits at most.
   * @example 300000
   */
  timeout: number;
  /**
   * The domain that passkeys are bound to: RP_ID.
   * @example "example.com"
   */
  rpId: string;
  /** Which passkeys may answer. None is named where any may that knows whose it is. */
  allowCredentials: CredentialDescriptor[];
  /** Whether the passkey has to make sure who its user is. */
  userVerification: "required" | "preferred";
}

/** What a passkey is asked with. */
export interface PasskeyRequest {
  /** For `navigator.credentials.get()`, by `PublicKeyCredential.parseRequestOptionsFromJSON()`. */
  options: RequestOptions;
  /**
   * For the request that brings the answer.
   *
   * From 1 to 1000 characters.
   * @example "Yx3lqzT5oVb0c8WdKs2PfRj7uNmEaGhQ4t1iZyXvBkCwSgHnLr9eDpJf6AoU…"
   */
  challenge: string;
}

/** What a passkey is asked with as a second factor. */
export interface SecondFactorRequest {
  /** For `navigator.credentials.get()`, by `PublicKeyCredential.parseRequestOptionsFromJSON()`. */
  options: RequestOptions;
}

/** PublicKeyCredentialCreationOptionsJSON of WebAuthn Level 3. */
export interface CreationOptions {
  /** For whom it is made. */
  rp: {
    /**
     * The domain that passkeys are bound to: RP_ID.
     * @example "example.com"
     */
    id: string;
    /**
     * The same, for browsers to show.
     * @example "example.com"
     */
    name: string;
  };
  /** Whose it is. */
  user: {
    /**
     * base64url of the account's id.
     * @example "dXNlcl8wMWtqcHg3MjJmZnJxdHZnZjBoc3p6YXg1aA"
     */
    id: string;
    /**
     * The account's address.
     * @example "ada@example.com"
     */
    name: string;
    /**
     * Its owner's name, or the address again.
     * @example "Ada Lovelace"
     */
    displayName: string;
  };
  /**
   * 256 random bits in base64url, which the passkey signs.
   * @example "uIr0zB2mWq7Yk4cXnT9sVd1LpHf6JgEa3oRiKxUwNy8"
   */
  challenge: string;
  /** The algorithms that it may sign with, the best first. */
  pubKeyCredParams: {
    /** Always `public-key`. */
    type: "public-key";
    /**
     * Its COSE number: -8 is EdDSA, -7 is ES256, -257 is RS256.
     * @example -8
     */
    alg: number;
  }[];
  /**
   * Milliseconds that the browser waits at most.
   * @example 300000
   */
  timeout: number;
  /** The passkeys that the account has: none of them makes another one. */
  excludeCredentials: CredentialDescriptor[];
  /** What kind of passkey is wanted. */
  authenticatorSelection: {
    /** Where it can, the passkey remembers whose it is, so that it can sign in alone. */
    residentKey: "preferred";
    /** Where it can, it makes sure who its user is. */
    userVerification: "preferred";
  };
  /** Which maker the authenticator is of is not asked. */
  attestation: "none";
}

/** What a new passkey is made with. */
export interface PasskeyOffer {
  /** For `navigator.credentials.create()`, by `PublicKeyCredential.parseCreationOptionsFromJSON()`. */
  options: CreationOptions;
  /**
   * For POST /me/passkeys.
   *
   * From 1 to 1000 characters.
   * @example "Yx3lqzT5oVb0c8WdKs2PfRj7uNmEaGhQ4t1iZyXvBkCwSgHnLr9eDpJf6AoU…"
   */
  challenge: string;
}

/** RegistrationResponseJSON of WebAuthn Level 3. What else a browser says in it is passed over. */
export interface Attestation {
  /**
   * The credential's id.
   *
   * From 1 to 1364 characters. Pattern: `^[\w-]+$`.
   * @example "mJ8xKc2VQkKqYdV0n3sTzA"
   */
  id: string;
  /**
   * The same.
   *
   * From 1 to 1364 characters. Pattern: `^[\w-]+$`.
   * @example "mJ8xKc2VQkKqYdV0n3sTzA"
   */
  rawId: string;
  /** Always `public-key`. */
  type: "public-key";
  /** The new passkey. */
  response: {
    /**
     * What the browser says that it was asked for: base64url.
     *
     * From 1 to 4096 characters. Pattern: `^[\w-]+$`.
     * @example "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"
     */
    clientDataJSON: string;
    /**
     * The new public key, and what the authenticator says of itself: base64url.
     *
     * From 1 to 12288 characters. Pattern: `^[\w-]+$`.
     * @example "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVjE"
     */
    attestationObject: string;
    /**
     * How the browser can reach the passkey later.
     *
     * At most 10 items.
     * @example ["internal","hybrid"]
     */
    transports?: string[];
  };
}

/** A new passkey. */
export interface AddedPasskey {
  /**
   * The factor's id.
   *
   * Pattern: `^fact_[0-7][0123456789abcdefghjkmnpqrstvwxyz]{25}$`.
   * @example "fact_01kkb30ab9edmvq4x6wz2y8t7k"
   */
  id: string;
  /** `totp`: an authenticator app. `passkey`: a passkey or a security key. */
  type: "totp" | "passkey";
  /**
   * The owner's name for it.
   * @example "Laptop"
   */
  name: string;
  /**
   * When it was set up.
   *
   * Format: date-time.
   * @example "2026-03-10T08:08:01.905Z"
   */
  createdAt: string;
  /**
   * When it was last used; null when it never was.
   *
   * Format: date-time.
   */
  lastUsedAt: string | null;
  /** Of a passkey: whether it is on other devices as well, or kept by whoever makes them. */
  backedUp?: boolean;
  /**
   * Ten codes, each good once in place of a factor, shown this one time. Only with the first factor.
   * @example ["7k2m-9xqd-4vht","c0rw-5gzp-e8n3","b6ys-1jfm-tq7a"]
   */
  recoveryCodes?: string[];
}

/** Some of the accounts that were asked for, and where the next ones are. */
export interface UserPage {
  /** At most `limit` accounts, the newest first; fewer, or none, also where there are more behind. */
  items: User[];
  /**
   * Where the next page begins; null on the last one, and on no other: a page may be short, and even empty, before
   * that.
   * @example "AZuYIB02eZmpsJ-Ei3BGwG5RM7DL-dMyfHOyJR0DwzI"
   */
  nextCursor: string | null;
}

/** The owner can still stop it. */
export interface PendingFactorRemoval {
  /**
   * When the factors will be removed.
   *
   * Format: date-time.
   * @example "2026-03-14T08:02:19.446Z"
   */
  removesAt: string;
}

/** The public half of a signing key (RFC 7517). */
export interface JsonWebKey {
  /** The kind of key. */
  kty: "EC" | "RSA";
  /** What it is for: signatures. */
  use: "sig";
  /** The one algorithm that it is used with. */
  alg: "ES256" | "RS256";
  /**
   * Its thumbprint (RFC 7638), which the header of each token that it signed names.
   * @example "v9u2FzTNU-iWJO-hi388vYCGzl_QFzOIWSd5bRVucp8"
   */
  kid: string;
  /** The curve (EC). */
  crv?: "P-256";
  /**
   * A coordinate (EC).
   * @example "q5fVGJoQ-7lgALKBGohV_k5lE7AwLlf6urkxrN_uXC8"
   */
  x?: string;
  /**
   * A coordinate (EC).
   * @example "E3sSogsvT1aX9BCTqPgIm4_aJIUPUuj9jlrcZTXmW5w"
   */
  y?: string;
  /** The modulus (RSA). */
  n?: string;
  /** The exponent (RSA). */
  e?: string;
}

/** A JSON Web Key Set (RFC 7517). */
export interface JsonWebKeySet {
  /** The keys of every token that has not expired, and the one that signs next. */
  keys: JsonWebKey[];
}

/** What verifiers of access tokens read of OpenID Connect Discovery. */
export interface ProviderMetadata {
  /**
   * `iss` of every access token.
   *
   * Format: uri.
   * @example "https://auth.example.com"
   */
  issuer: string;
  /**
   * Where the keys are.
   *
   * Format: uri.
   * @example "https://auth.example.com/.well-known/jwks.json"
   */
  jwks_uri: string;
}

/** That the service is well. */
export interface Status {
  /** All is well; anything else is a problem. */
  status: "ok";
}

/** An OpenAPI document. */
export interface OpenApiDocument {
  /**
   * The version of the specification.
   * @example "3.1.0"
   */
  openapi: string;
  [key: string]: unknown;
}

/** What a code means. */
export interface ProblemPage {
  /** `code` of the problem. */
  code: ProblemCode;
  /**
   * The HTTP status that it comes with.
   * @example 404
   */
  status: number;
  /**
   * `title` of the problem.
   * @example "Not found"
   */
  title: string;
  /**
   * When it happens, and what to do about it.
   * @example "There is no such path, or no account or session with this id…"
   */
  advice: string;
}
