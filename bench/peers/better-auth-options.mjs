import { mongodbAdapter } from "@better-auth/mongo-adapter";

/** Addresses and passwords on MongoDB. Without the client, as a standalone server has no transactions. */
export const bareOptions = (client) => ({
  baseURL: process.env.ISSUER,
  secret: process.env.SECRET_KEY,
  database: mongodbAdapter(client.db()),
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  logger: { level: "error" },
});
