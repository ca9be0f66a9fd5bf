import "./code-cache.ts";

const { readEnvironment } = await import("./environment.ts");

/** Most of a start goes into this. It begins when the secrets have been asked for, instead of waiting for them. */
const loadService = () => import("./api-service.ts");

const environment = await readEnvironment(process.env, loadService);
const { createHandler } = await loadService();

/** The whole API, behind a Lambda function URL or an API Gateway HTTP API. */
export const handler = createHandler(environment);
