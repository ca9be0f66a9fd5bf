import { readSecrets } from "./secrets.mjs";

await readSecrets();
const { handler } = await import("./better-auth.mjs");

export { handler };
