/** Set once for each stage: `npx sst secret set SecretKey "$(npm run -s rollcall -- secret)" --stage production` */
export const secretKey = new sst.Secret("SecretKey");

/** `npx sst secret set MongodbUri "mongodb+srv://…" --stage production` */
export const mongodbUri = new sst.Secret("MongodbUri");
