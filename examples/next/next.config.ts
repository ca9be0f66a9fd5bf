import type { NextConfig } from "next";
import { service } from "./rollcall.ts";

/** Browsers reach Rollcall under the host of the pages, so that its cookie is one of this host. */
const config: NextConfig = {
  rewrites: async () => [{ source: "/rollcall/:path*", destination: `${service}/:path*` }],
};

export default config;
