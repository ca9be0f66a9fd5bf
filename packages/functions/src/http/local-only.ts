import { timingSafeEqual } from "node:crypto";
import { RollcallError } from "@rollcall/core";
import { bearerToken } from "@rollcall/verifier";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";
import { namedNetworks, within } from "./networks.ts";

/**
 * Lets through what a program of this machine sends that may read the local server's files: with its token, from
 * loopback, and not from the page of another origin. A GET, which changes nothing, may bring the token as `?token=`, for a browser.
 */
export function localOnly(token: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const inQuery = c.req.method === "GET" ? c.req.query("token") : undefined;
    const given = bearerToken(c.req.header("authorization")) ?? inQuery ?? "";
    // A proxy of this machine may have it from anywhere, and anybody may say that they are one.
    const isFromHere = [c.var.peer, c.var.ip].every((address) => isLoopback(address ?? ""));
    const isOwn = isFromHere && isOwnPage(new URL(c.req.url), c.req.header("origin"));
    if (!isOwn || !isSame(given, token)) {
      throw new RollcallError("forbidden", {
        detail: "Send the token in .rollcall/dev-token as a bearer token, from this machine and from no other page.",
      });
    }
    c.set("isLocal", true);
    await next();
  };
}

/** Whether an IP address is one of those by which a machine reaches itself. */
export const isLoopback = within(namedNetworks.loopback);

/** A page whose own name was made to lead here (DNS rebinding) sends that name; what no page sends has no Origin. */
function isOwnPage({ origin: own, hostname }: URL, origin = own): boolean {
  return origin === own && (hostname === "localhost" || isLoopback(hostname.replace(/^\[(.*)\]$/, "$1")));
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
