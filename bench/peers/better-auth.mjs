import { mongodbAdapter } from "@better-auth/mongo-adapter";
import { betterAuth } from "better-auth";
import { handle } from "hono/aws-lambda";
import { MongoClient } from "mongodb";

const client = new MongoClient(process.env.MONGODB_URI);

const auth = betterAuth({
  baseURL: process.env.ISSUER,
  secret: process.env.SECRET_KEY,
  database: mongodbAdapter(client.db()),
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  logger: { level: "error" },
});

/** better-auth behind a function URL: addresses and passwords, on MongoDB. */
export const handler = handle({ fetch: (request) => auth.handler(request) });
