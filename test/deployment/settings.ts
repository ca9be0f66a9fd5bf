/** What a deployment cannot do without. */
export const fewestSettings = { ISSUER: "https://auth.example.com" };

/** Every setting that the deployment takes from the shell. */
export const everySetting = {
  ...fewestSettings,
  AUDIENCE: "example",
};

/** The password of the database, as its owner knows it, and as a connection string has it. */
export const databasePassword = "n0t/guessable&kept";

/** Every secret that is set before a deployment. */
export const secrets = {
  SecretKey: "3q2-7wAhk8sTf0mRz5Yb1LxJ9uVdGpEo6NcQiHaW4Xs",
  MongodbUri: `mongodb+srv://rollcall:${encodeURIComponent(databasePassword)}@cluster.example.net/rollcall`,
};
