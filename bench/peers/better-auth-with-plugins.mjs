import { mongodbAdapter } from "@better-auth/mongo-adapter";
import { betterAuth } from "better-auth";
import { admin } from "better-auth/plugins/admin";
import { bearer } from "better-auth/plugins/bearer";
import { emailOTP } from "better-auth/plugins/email-otp";
import { jwt } from "better-auth/plugins/jwt";
import { magicLink } from "better-auth/plugins/magic-link";
import { openAPI } from "better-auth/plugins/open-api";
import { handle } from "hono/aws-lambda";
import { MongoClient } from "mongodb";

const client = new MongoClient(process.env.MONGODB_URI);

// Rollcall's API puts mails into its outbox, and another function sends them; so what sends is no part of this one either.
const send = async () => {};

const auth = betterAuth({
  baseURL: process.env.ISSUER,
  secret: process.env.SECRET_KEY,
  database: mongodbAdapter(client.db()),
  emailAndPassword: { enabled: true, sendResetPassword: send },
  emailVerification: { sendVerificationEmail: send },
  user: {
    changeEmail: { enabled: true },
    deleteUser: { enabled: true },
  },
  // What is asked without the database stays without it.
  rateLimit: { enabled: true, storage: "database", customRules: { "/ok": false, "/jwks": false } },
  plugins: [
    bearer(),
    jwt({ jwks: { keyPairConfig: { alg: "ES256" } } }),
    admin(),
    magicLink({ sendMagicLink: send }),
    emailOTP({ sendVerificationOTP: send }),
    openAPI(),
  ],
  telemetry: { enabled: false },
  logger: { level: "error" },
});

/** The same with what Rollcall has beside: better-auth's own plugins, as its documents show them. */
export const handler = handle({ fetch: (request) => auth.handler(request) });
