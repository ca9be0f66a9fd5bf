import { timingSafeEqual } from "node:crypto";
import { BlockList, isIP } from "node:net";
import { RollcallError } from "@rollcall/core";
import { bearerToken } from "@rollcall/verifier";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/**
 * Lets through what a program of this machine sends that may read the local server's files: with its token, from
 * loopback, and not from the page of another origin. A GET, which changes nothing, may bring the token as `?token=`, for a browser.
 */
export function localOnly(token: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const inQuery = c.req.method === "GET" ? c.req.query("token") : undefined;
    const given = bearerToken(c.req.header("authorization")) ?? inQuery ?? "";
    const isOwn = isLoopback(c.var.ip ?? "") && isOwnPage(new URL(c.req.url), c.req.header("origin"));
    if (!isOwn || !isSame(given, token)) {
      throw new RollcallError("forbidden", {
        detail: "Send the token in .rollcall/dev-token as a bearer token, from this machine and from no other page.",
      });
    }
    c.set("isLocal", true);
    await next();
  };
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether an IP address is one of those by which a machine reaches itself (RFC 6890 section 2.2.2, RFC 4291). */
export function isLoopback(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && loopback.check(address, version === 6 ? "ipv6" : "ipv4");
}

/** A page whose own name was made to lead here (DNS rebinding) sends that name; what no page sends has no Origin. */
function isOwnPage({ origin: own, hostname }: URL, origin = own): boolean {
  return origin === own && (hostname === "localhost" || isLoopback(hostname.replace(/^\[(.*)\]$/, "$1")));
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
