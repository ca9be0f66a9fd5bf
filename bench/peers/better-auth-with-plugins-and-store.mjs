import { readSecrets } from "./secrets.mjs";

await readSecrets();
const { handler } = await import("./better-auth-with-plugins.mjs");

export { handler };
