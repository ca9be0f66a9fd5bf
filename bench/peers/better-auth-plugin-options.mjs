import { passkey } from "@better-auth/passkey";
import { admin } from "better-auth/plugins/admin";
import { bearer } from "better-auth/plugins/bearer";
import { emailOTP } from "better-auth/plugins/email-otp";
import { jwt } from "better-auth/plugins/jwt";
import { magicLink } from "better-auth/plugins/magic-link";
import { openAPI } from "better-auth/plugins/open-api";
import { twoFactor } from "better-auth/plugins/two-factor";
import { bareOptions } from "./better-auth-options.mjs";

// Rollcall's API puts mails into its outbox, and something else sends them; so what sends is no part of this one either.
const send = async () => {};

/**
 * The same with what Rollcall has beside: better-auth's own plugins, as its documents show them, and its limits in the
 * database, where they hold for every process.
 */
export const pluginOptions = (client) => ({
  ...bareOptions(client),
  emailAndPassword: { enabled: true, sendResetPassword: send },
  emailVerification: { sendVerificationEmail: send },
  user: { changeEmail: { enabled: true }, deleteUser: { enabled: true } },
  rateLimit: {
    enabled: true,
    storage: "database",
    // Rollcall does not count these either.
    customRules: { "/ok": false, "/jwks": false, "/get-session": false, "/token": false, "/admin/*": false },
  },
  plugins: [
    bearer(),
    jwt({ jwks: { keyPairConfig: { alg: "ES256" } } }),
    admin(),
    magicLink({ sendMagicLink: send }),
    emailOTP({ sendVerificationOTP: send }),
    openAPI(),
    twoFactor({ issuer: "Rollcall" }),
    passkey({ rpID: "example.com", rpName: "Rollcall", origin: "https://example.com" }),
  ],
});
