import { betterAuth } from "better-auth";
import { handle } from "hono/aws-lambda";
import { MongoClient } from "mongodb";
import { bareOptions } from "./better-auth-options.mjs";

const auth = betterAuth(bareOptions(new MongoClient(process.env.MONGODB_URI)));

/** better-auth behind a function URL: addresses and passwords, on MongoDB. */
export const handler = handle({ fetch: (request) => auth.handler(request) });
