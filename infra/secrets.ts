import { router } from "./router.ts";
import { deployment, mail, peppers } from "./settings.ts";

/*
 * A function's environment can be read by everybody who may look at its configuration. So the secrets stay in the SSM
 * Parameter Store, encrypted, and the functions that need one read it when they start.
 */

/**
 * `npm run -s rollcall -- secret | npx sst secret set SecretKey --stage production`. Functions read it whenever one starts, so
 * it changes when the router shows what it will be known by.
 */
const secretKey = parameter("SecretKey", router?.distributionID);

/** `npx sst secret set MongodbUri --stage production`, which asks for it. */
const mongodbUri = parameter("MongodbUri");

function parameter(name: string, after?: $util.Output<unknown>) {
  // What comes by a pipe ends with its line.
  const value = $util.all([new sst.Secret(name).value, after]).apply(([text]) => text.trim());
  return new aws.ssm.Parameter(
    `${name}Parameter`,
    { name: `/${$app.name}/${$app.stage}/${name}`, type: "SecureString", value },
    { retainOnDelete: deployment.isProduction },
  );
}

type Parameter = ReturnType<typeof parameter>;

/** What a function needs to read these secrets: the variables that name them, and the permission. */
function access(variables: Record<string, Parameter>) {
  const parameters = Object.values(variables);
  return {
    environment: {
      ...Object.fromEntries(Object.entries(variables).map(([name, { name: path }]) => [name, path])),
      // A new value changes the function, so that every environment starts anew and reads it.
      SECRETS_VERSION: $util.all(parameters.map(({ version }) => version)).apply((versions) => versions.join(".")),
    },
    permissions: [{ actions: ["ssm:GetParameters"], resources: parameters.map(({ arn }) => arn) }],
  };
}

export const databaseAccess = access({ MONGODB_URI_PARAMETER: mongodbUri });

/**
 * With `npx sst secret set MaintenanceMongodbUri --stage production` where the service's own role may not change events: for the
 * one function that removes what is over.
 */
export const maintenanceAccess = process.env.SST_SECRET_MaintenanceMongodbUri
  ? access({ MONGODB_URI_PARAMETER: parameter("MaintenanceMongodbUri") })
  : databaseAccess;

export const fullAccess = access({ SECRET_KEY_PARAMETER: secretKey, MONGODB_URI_PARAMETER: mongodbUri });

/**
 * With `npm run -s rollcall -- secret | npx sst secret set PasswordPepper --stage production` where passwords shall have one: for
 * the one function that hashes them.
 */
export const hashingAccess = access({
  SECRET_KEY_PARAMETER: secretKey,
  MONGODB_URI_PARAMETER: mongodbUri,
  ...(peppers.length > 0 && { PASSWORD_PEPPER_PARAMETER: parameter("PasswordPepper") }),
});

/** With `npx sst secret set SmtpUrl --stage production` where mails go by SMTP: for the one function that sends them. */
export const sendingAccess = access({
  SECRET_KEY_PARAMETER: secretKey,
  MONGODB_URI_PARAMETER: mongodbUri,
  ...(mail.transport === "smtp" && { SMTP_URL_PARAMETER: parameter("SmtpUrl") }),
});
