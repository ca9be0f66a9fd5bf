import { serve } from "@hono/node-server";
import { betterAuth } from "better-auth";
import { MongoClient } from "mongodb";
import { bareOptions } from "../better-auth-options.mjs";
import { pluginOptions } from "../better-auth-plugin-options.mjs";
import { listening } from "./listening.mjs";

const { MONGODB_URI, PLUGINS, UPDATE_AGE, JOINS } = process.env;
const options = (PLUGINS ? pluginOptions : bareOptions)(new MongoClient(MONGODB_URI));

// Its limits are on, as in production, and wide enough for one address that does all the calling.
const max = 1_000_000;
const rule = { window: 10, max };
const wide = { "/sign-in/*": rule, "/sign-up/*": rule };
const rateLimit = {
  enabled: true,
  ...options.rateLimit,
  max,
  customRules: { ...options.rateLimit?.customRules, ...wide },
};

/** A session is extended when it is as old as this: by default a day. */
const session = UPDATE_AGE ? { updateAge: Number(UPDATE_AGE) } : {};

const auth = betterAuth({
  ...options,
  session,
  rateLimit,
  advanced: { ipAddress: { ipAddressHeaders: ["x-forwarded-for"] }, ...(JOINS && { database: { joins: true } }) },
});

serve({ fetch: auth.handler, hostname: "127.0.0.1", port: 0 }, listening);
