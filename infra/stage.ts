import { misspeltSettings } from "../packages/functions/src/config/misspelt.ts";
import {
  deploymentVariables,
  type Stage,
  serviceVariables,
  variablesOf,
} from "../packages/functions/src/config/stage.ts";
import { setVariables } from "../packages/functions/src/config.ts";
import personal from "./stages/personal.ts";
import production from "./stages/production.ts";
import staging from "./stages/staging.ts";

/** A stage that is to be kept gets a file, and is named here. */
const stages = new Map<string, Stage>(Object.entries({ production, staging }));

const file = `infra/stages/${stages.has($app.stage) ? $app.stage : "personal"}.ts`;

const names = Object.keys({ ...deploymentVariables, ...serviceVariables });
const inFile = variablesOf(stages.get($app.stage) ?? personal);

// The types of the file, which would tell as well, are checked by editors and tests, not by a deployment.
for (const name of Object.keys(inFile).filter((name) => !names.includes(name))) {
  throw new Error(`${name}: is not a setting of a stage (${file})`);
}

const shell = setVariables(process.env);
const fromShell = Object.fromEntries(names.flatMap((name) => (shell[name] ? [[name, shell[name]]] : [])));

for (const line of misspeltSettings(shell, [...names, "AUDIENCE"])) console.log(line);
if (Object.keys(fromShell).length > 0) {
  console.log(`Set by the shell, whatever ${file} says: ${Object.keys(fromShell).join(", ")}`);
}

/** The variables that this stage is deployed with: those of its file, and those that the shell sets for one deployment. */
export const given = setVariables({ ...inFile, ...fromShell });

/** Where a variable is to be mended. */
export function placeOf(name: string): string {
  if (["SECRET_KEY", "MONGODB_URI", "PASSWORD_PEPPER", "SMTP_URL"].includes(name)) return "a secret of this stage";
  return shell[name] ? "set by the shell" : file;
}
