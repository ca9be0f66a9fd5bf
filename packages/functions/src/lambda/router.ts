import type { Secrets } from "@rollcall/core";
import type { Context } from "hono";
import type { BaseOptions } from "../http/base-app.ts";
import { readViewer } from "../http/client-address.ts";
import { isFromFunctionUrl, sourceIp } from "./function-url.ts";
import { isRouterPass, passField } from "./router-pass.ts";

/**
 * A function URL that only the router may use. Of what comes through the router CloudFront says who has sent it. A gateway, which
 * somebody with rights on the function has let in, goes round it.
 */
export function behindRouter(
  secrets: Secrets,
  version: number,
): Required<Pick<BaseOptions, "isAdmitted" | "clientIp">> {
  const isFromRouter = (c: Context) =>
    isFromFunctionUrl(c) && isRouterPass(secrets, version, c.req.header(passField) ?? "");
  return {
    isAdmitted: (c) => isFromRouter(c) || !isFromFunctionUrl(c),
    clientIp: (c) => (isFromRouter(c) && readViewer(c.req.header("cloudfront-viewer-address") ?? "")) || sourceIp(c),
  };
}
