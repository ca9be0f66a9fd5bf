import { Hono } from "hono";
import { features } from "./features.ts";

/** The name of the field in which a request says which feature it is for. */
export const featureHeader = "x-feature";

const apps = new Map(
  Object.entries(features).map(([name, { use }]) => {
    const app = new Hono();
    use(app);
    return [name, app];
  }),
);

const nothing = () => new Response(null, { status: 404 });

/** Serves each feature with an app of its own, so that none has a part in another's answer. */
const fetch: Hono["fetch"] = (request, env) =>
  apps.get(request.headers.get(featureHeader) ?? "")?.fetch(request, env) ?? nothing();

export const featuresApp = { fetch };
