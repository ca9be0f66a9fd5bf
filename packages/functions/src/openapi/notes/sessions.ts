import {
  accessTokenSchema,
  deviceSchema,
  refreshedSchema,
  refreshInputSchema,
  serviceTokenInputSchema,
  serviceTokenSchema,
  sessionIdSchema,
  sessionListSchema,
  sessionSchema,
  signOutInputSchema,
  tokensSchema,
} from "@rollcall/core";
import { accessToken, laptop, phone, serviceToken, tokens } from "../cast.ts";
import { note, noteOnValue } from "../note.ts";
import { expiresIn, refreshToken, tokenType } from "./texts.ts";

export const sessionNotes = [
  noteOnValue(sessionIdSchema, "The session's id.", phone.id),
  note(refreshInputSchema, {
    properties: {
      refreshToken,
      attempt:
        "A random text of 22 to 64 base64url characters (128 bits and more), made for this refresh and stored before it is sent. Repeated with the same refresh token, it gets the same tokens however late.",
    },
    example: { refreshToken: tokens.refreshToken, attempt: "w5JGnibIB-f7ry-FzInbCQ" },
  }),
  note(signOutInputSchema, {
    properties: { refreshToken },
    example: { refreshToken: tokens.refreshToken },
  }),
  note(tokensSchema, {
    id: "Tokens",
    description: "What a session's owner acts with.",
    properties: {
      accessToken:
        "Proves to this service, and to no other, who is calling, as `Authorization: Bearer …`, until it expires: a JWT (RFC 9068).",
      refreshToken:
        "Gets the session's next tokens, once. Keep it where no other program and no other site can read it. Not here where a cookie has it.",
      tokenType,
      expiresIn,
    },
    example: tokens,
  }),
  note(serviceTokenInputSchema, {
    properties: { audience: "The service that the token is for: one of those that the operator has listed." },
    example: { audience: "orders" },
  }),
  note(serviceTokenSchema, {
    id: "ServiceToken",
    description: "What a session's owner shows to one other service.",
    properties: {
      accessToken: "Proves to that service, and to no other, who is calling: a JWT (RFC 9068) with its name as `aud`.",
      tokenType,
      expiresIn,
    },
    example: serviceToken,
  }),
  note(accessTokenSchema, {
    id: "AccessToken",
    description: "The next access token of a session, which keeps its refresh token.",
    properties: {
      accessToken: "Replaces the one before: a JWT (RFC 9068) for this service.",
      tokenType,
      expiresIn,
    },
    example: accessToken,
  }),
  note(refreshedSchema, {
    id: "Refreshed",
    description: "What a refresh gives.",
    properties: { tokens: "They replace the ones before." },
    example: { tokens },
  }),
  note(deviceSchema, {
    id: "Device",
    description: "What a sign-in was made with, as its User-Agent field says: that is easily made up.",
    properties: {
      browser:
        "A browser, such as `Firefox`, or another program, such as `curl` or an app; null where it is not known.",
      system: "Such as `Windows` or `iOS`; null where it is not known.",
    },
    example: laptop.device,
  }),
  note(sessionSchema, {
    id: "Session",
    description: "A sign-in that has not ended.",
    properties: {
      id: "The session's id: `sid` of its access tokens.",
      current: "Whether the request was made in this session.",
      createdAt: "When its owner signed in.",
      lastUsedAt: "When it was last refreshed, or began.",
      expiresAt: "When it ends unless it is refreshed before.",
      userAgent: "The User-Agent field of the sign-in, at most 300 characters of it; null where there was none.",
      device: "The same in words.",
      ip: "The network address of the sign-in; null where it is not known.",
      amr: "How its owner proved who they are, in the words of RFC 8176: `pwd` is a password, `otp` a mailed link or code, the code of an app or a recovery code, `hwk` a passkey, `user` that it has made sure who its user is, and `mfa` that there were two factors.",
    },
    example: laptop,
  }),
  note(sessionListSchema, {
    id: "SessionList",
    description: "Sessions that have not ended.",
    properties: { items: "At most 100, the last used first." },
    example: { items: [laptop, phone] },
  }),
];
