/** What an operator decides. Times are in seconds. docs/configuration.md tells each one's meaning and default. */
export interface Settings {
  /** `iss` of every access token, and the base of this service's own URLs: an origin, without a slash at its end. */
  issuer: string;
  /** The other services that access tokens can be asked for: each one's `aud`. Tokens for this service itself name the issuer. */
  audiences: readonly string[];
  signingAlgorithm: SigningAlgorithm;
  accessTokenTtl: number;
  /** A session that is not refreshed for this long has ended. */
  sessionIdleTtl: number;
  /** A session ends after this long, however much it is used. */
  sessionMaxTtl: number;
  /** A sign-in beyond these ends the session that was used longest ago. */
  sessionsPerAccount: number;
  /** What is dangerous wants a proof of who asks that is at most this old. */
  reauthenticationMaxAge: number;
  /**
   * Who is asked for a second factor: whoever has one (`optional`), nobody (`off`), everybody (`required`: without one a session may do
   * nothing but set one up), or beside whoever has one every administrator (`admins`).
   */
  mfa: "off" | "optional" | "required" | "admins";
  passkeys: PasskeySettings;
  /** Seconds in which the owner of an account can stop the removal of its factors by an administrator; 0 where it is done at once. */
  factorRemovalDelay: number;
  /** In Unicode code points. */
  passwordMinLength: number;
  /** `verify`: an account comes alive by a mail to its address. `closed`: administrators alone make accounts. */
  registration: "open" | "verify" | "closed";
  /** Whether mails are sent at all. */
  sendsMail: boolean;
  limits: Limits;
  /** How long the owner of an account can undo its deletion; 0 where it is gone at once. */
  deletionGrace: number;
  retention: Retention;
}

/** For whom passkeys are made (WebAuthn Level 3 section 5.4). */
export interface PasskeySettings {
  /** The domain that they are bound to: that of the pages, or one above it. */
  rpId: string;
  /** The origins of pages that may ask for them. */
  origins: readonly string[];
}

/** How long things are kept that have no end of their own. */
export interface Retention {
  /** The audit trail's. */
  events: number;
  /** A place that somebody signed in from, since they did so last. */
  places: number;
  /** Mails and events that the relay has given up. */
  deadLetters: number;
}

/** How much may be tried. What comes from one place is counted by quarters of an hour. */
export interface Limits {
  guess: PlaceLimits & {
    /** Proofs of one account that are looked at before there is a wait. */
    perAccount: number;
    /** What the growing waits between further ones come to at last. */
    longestWait: number;
  };
  register: PlaceLimits;
  /** Requests that may send a mail. */
  mail: PlaceLimits;
}

export interface PlaceLimits {
  /** From one IPv4 address, or a /64 of IPv6. */
  perAddress: number;
  /** From a /24 of IPv4. */
  perNetwork: number;
}

/** JWS algorithms (RFC 7518 section 3.1) that access tokens can be signed with. */
export const signingAlgorithms = ["ES256", "RS256"] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];
