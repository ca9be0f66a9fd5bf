import { readParameters } from "../../packages/functions/src/lambda/parameters.ts";

const { SECRET_KEY_PARAMETER, MONGODB_URI_PARAMETER } = process.env;
const values = await readParameters([SECRET_KEY_PARAMETER, MONGODB_URI_PARAMETER]);
process.env.SECRET_KEY = values.get(SECRET_KEY_PARAMETER);
process.env.MONGODB_URI = values.get(MONGODB_URI_PARAMETER);
const { handler } = await import("./better-auth-with-plugins.mjs");

export { handler };
