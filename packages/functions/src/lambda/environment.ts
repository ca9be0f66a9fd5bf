import { ConfigError } from "../config/config-error.ts";
import type { Environment } from "../config.ts";
import { readParameters } from "./parameters.ts";

/** Variables that are secret. */
const secrets = ["SECRET_KEY", "PASSWORD_PEPPER", "MONGODB_URI", "SMTP_URL"];

/**
 * The environment with its secrets in it. Where a variable such as `SECRET_KEY_PARAMETER` is set, its value names
 * an SSM parameter that holds the secret, so that the function's configuration does not. One call reads them all.
 * @param meanwhile is called once the parameters have been asked for, and not waited for
 * @throws ConfigError when a parameter does not exist
 */
export async function readEnvironment(environment: Environment, meanwhile?: () => unknown): Promise<Environment> {
  const named = secrets.flatMap((name) => {
    const parameter = environment[`${name}_PARAMETER`];
    return parameter ? [{ name, parameter }] : [];
  });
  if (named.length === 0) return environment;
  const values = await readParameters(
    named.map(({ parameter }) => parameter),
    meanwhile,
  );
  const missing = named.filter(({ parameter }) => !values.has(parameter));
  if (missing.length > 0) {
    throw new ConfigError(missing.map(({ name, parameter }) => `${name}: there is no SSM parameter ${parameter}`));
  }
  return { ...environment, ...Object.fromEntries(named.map(({ name, parameter }) => [name, values.get(parameter)])) };
}
