import type { Context, MiddlewareHandler } from "hono";
import { plainAddress, readEntry } from "./client-address.ts";
import type { AppEnv } from "./env.ts";
import { namedNetworks, within } from "./networks.ts";

/**
 * Whether it is a proxy of ours that has this address, so that it is believed whom it has the request from.
 * @param hop how many proxies stand between it and this service
 */
export type TrustedProxies = (address: string, hop: number) => boolean;

export interface AddressOptions {
  /** The address at the other end as the platform knows it; never a header that a client can write. */
  clientIp: (c: Context) => string | null;
  /** The proxies that may stand there. Without any, X-Forwarded-For is not read. */
  trustedProxies?: TrustedProxies | undefined;
}

/** A proxy that is not listed, and what to do if it should be. */
export interface UnknownProxy {
  type: "proxy.unknown";
  advice: string;
}

/**
 * Whom a request is from. Each proxy adds at the right of X-Forwarded-For whom it has the request from, so the field is read from
 * there, from one proxy of ours to the next. What a client has written itself stands left of all that, and is not reached.
 * @param peer who is at the other end of the connection
 */
export function clientBehind(peer: string, forwardedFor: string, isTrusted: TrustedProxies): string {
  let address = peer;
  const entries = forwardedFor.split(",").filter((entry) => entry.trim() !== "");
  for (const [hop, entry] of entries.reverse().entries()) {
    const next = isTrusted(address, hop) ? readEntry(entry) : null;
    if (next === null) break;
    address = next;
  }
  return address;
}

/** Finds out whose a request is. Of all fields that name an address X-Forwarded-For alone is read, and only from proxies of ours. */
export function clientAddress({ clientIp, trustedProxies }: AddressOptions): MiddlewareHandler<AppEnv> {
  const isNews = rememberProxy();
  return (c, next) => {
    const address = clientIp(c);
    const peer = address && plainAddress(address);
    const forwardedFor = c.req.header("x-forwarded-for");
    c.set("peer", peer);
    c.set("ip", peer && forwardedFor && trustedProxies ? clientBehind(peer, forwardedFor, trustedProxies) : peer);
    if (peer && forwardedFor && !trustedProxies && isNews(peer)) c.var.logged.notices.push(unknownProxy(peer));
    return next();
  };
}

const isNearby = within([...namedNetworks.loopback, ...namedNetworks.private]);

/** Only what is near can be a proxy of ours, and to hear of it once is enough. */
function rememberProxy(): (peer: string) => boolean {
  let isRemembered = false;
  return (peer) => {
    if (isRemembered || !isNearby(peer)) return false;
    isRemembered = true;
    return true;
  };
}

function unknownProxy(peer: string): UnknownProxy {
  const advice = `If ${peer} is a proxy of yours, name it in TRUSTED_PROXIES: until then all who come through it are one client`;
  return { type: "proxy.unknown", advice };
}
