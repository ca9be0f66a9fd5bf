import { betterAuth } from "better-auth";
import { handle } from "hono/aws-lambda";
import { MongoClient } from "mongodb";
import { pluginOptions } from "./better-auth-plugin-options.mjs";

const auth = betterAuth(pluginOptions(new MongoClient(process.env.MONGODB_URI)));

/** better-auth behind a function URL, with what Rollcall has beside addresses and passwords. */
export const handler = handle({ fetch: (request) => auth.handler(request) });
