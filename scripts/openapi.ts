import { definitions, virtualClock } from "@rollcall/core";
import { openEmbeddedDatabase } from "@rollcall/core/embedded";
import { type AppOptions, createApp } from "../packages/functions/src/app.ts";
import { parseConfig } from "../packages/functions/src/config.ts";
import { buildDependencies } from "../packages/functions/src/deps.ts";
import { newSecret } from "../packages/functions/src/node/local-environment.ts";
import { openApiDocument } from "../packages/functions/src/openapi/document.ts";
import { devRoutes } from "../packages/functions/src/routes/dev.ts";

/*
 * The OpenAPI documents without a server. `Document` is what the caller reads of one.
 */

/** What every entry point but the local server serves. */
export function serviceDocument<Document>(issuer: string): Document {
  return documentOf(issuer) as Document;
}

/** What the local server serves: its own routes are in it, too. */
export function localDocument<Document>(issuer: string): Document {
  return documentOf(issuer, ({ clock, database }) =>
    devRoutes({ clock, database, mailbox: { list: () => [] }, token: "" }),
  ) as Document;
}

type ExtraRoutes = (parts: Parts) => AppOptions["extraRoutes"];
type Parts = Pick<Parameters<typeof devRoutes>[0], "clock" | "database">;

function documentOf(issuer: string, extra?: ExtraRoutes): unknown {
  const config = parseConfig({ SECRET_KEY: newSecret(), ISSUER: issuer });
  const clock = virtualClock();
  const database = openEmbeddedDatabase({ definitions });
  const extraRoutes = extra?.({ clock, database });
  const app = createApp({
    dependencies: buildDependencies(config, database, clock),
    corsOrigins: [],
    clientIp: () => null,
    logLevel: "silent",
    log: () => {},
    ...(extraRoutes && { extraRoutes }),
  });
  return openApiDocument(app as never, config.settings);
}
