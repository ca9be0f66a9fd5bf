import "./code-cache.ts";

const { readEnvironment } = await import("./environment.ts");

/** As for the API: the service is loaded while the secrets are on their way. */
const loadService = () => import("./keys-service.ts");

const environment = await readEnvironment(process.env, loadService);
const { createHandler } = await loadService();

/** What other services and monitors ask for, apart from what may be busy: the key set, and whether the service is up. */
export const handler = createHandler(environment);
