import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { deployment } from "./settings.ts";

const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();
const { accountId } = aws.getCallerIdentityOutput();

/** Of something in this region of this account. */
export const arnOf = (service: string, resource: $util.Input<string>) =>
  $interpolate`arn:${partition}:${service}:${region}:${accountId}:${resource}`;

/** The name that an operator finds a function by. */
export const functionNameOf = (name: string) => `${$app.name}-${$app.stage}-${name}`;

/** Where a function writes its log. */
export const logGroupOf = (lambda: $util.Input<sst.aws.Function>) =>
  $output(lambda)
    .apply(({ nodes }) => nodes.logGroup)
    .apply((group) => $interpolate`${group?.name}`);

/** Puts packages beside the bundle of a function that needs them, made as SST's settings would not let them be made. */
async function addLeanPackages(folder: string, ...flags: string[]): Promise<void> {
  const script = join($cli.paths.root, "scripts/lean-packages/main.ts");
  await promisify(execFile)(process.execPath, [script, folder, ...flags]);
}

/** What all functions have in common, and the names by which an operator finds them. */
export function functionArgs(
  name: string,
  { permissions = [], nodejs, ...args }: Omit<sst.aws.FunctionArgs, "permissions" | "name"> & Permissions,
) {
  const functionName = functionNameOf(name);
  return {
    ...args,
    name: functionName,
    runtime: "nodejs24.x",
    architecture: "arm64",
    nodejs: {
      minify: true,
      // What is loaded on first use, like the database's driver, is not parsed before.
      splitting: true,
      // Every error class of ours and of the driver sets its name itself. Native code cannot be bundled; where it is
      // used it is installed, elsewhere nothing is left of it.
      esbuild: { keepNames: false, external: ["@node-rs/argon2", "mongodb", "@simplewebauthn/server"] },
      ...nodejs,
    },
    hook: { postbuild: (folder: string) => addLeanPackages(folder, ...(name === "Api" ? ["--api"] : [])) },
    logging: { format: "json", retention: deployment.logRetention },
    permissions: [
      ...permissions,
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [arnOf("logs", `log-group:/aws/lambda/${functionName}:*`)],
      },
    ],
    transform: { role: onlyForLambda, function: onlyOurVariables },
  } satisfies sst.aws.FunctionArgs;
}

interface Permission {
  actions: string[];
  resources: $util.Input<string>[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

interface Permissions {
  permissions?: Permission[];
}

/** SST lets the whole account take the role, and lets the role write to every log. `sst dev` needs the former. */
function onlyForLambda(args: aws.iam.RoleArgs): undefined {
  args.managedPolicyArns = [];
  if (!$dev) args.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
}

/**
 * SST adds the key of a file for linked resources, of which there are none, and with it takes all variables for secret, so that
 * `sst diff` would not show them. `sst dev` needs its variables.
 */
function onlyOurVariables(args: aws.lambda.FunctionArgs): undefined {
  if ($dev) return;
  const variables = $output(args.environment).apply((environment) =>
    Object.fromEntries(Object.entries(environment?.variables ?? {}).filter(([name]) => !name.startsWith("SST_"))),
  );
  args.environment = { variables: $util.unsecret(variables) };
}
