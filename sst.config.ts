/// <reference path="./.sst/platform/config.d.ts" />

type AppConfig = Awaited<ReturnType<Parameters<typeof $config>[0]["app"]>>;

export default $config({
  app({ stage }) {
    const isProduction = stage === "production";
    return {
      name: "rollcall",
      home: "aws",
      removal: isProduction ? "retain" : "remove",
      protect: isProduction,
    } satisfies AppConfig;
  },
  async run() {
    const { api } = await import("./infra/api.ts");
    const { jwksUri } = await import("./infra/keys.ts");
    const { authorizers } = await import("./infra/authorizer.ts");
    await import("./infra/schedules.ts");
    await import("./infra/mail.ts");
    return { url: api.url, keys: jwksUri, authorizers };
  },
});
