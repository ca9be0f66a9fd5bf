import { functionUrlHandler } from "../../../../packages/functions/src/lambda/function-url.ts";
import { featuresApp } from "./app.ts";

export const handler = functionUrlHandler(featuresApp);
