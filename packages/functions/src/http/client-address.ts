import { isIP, SocketAddress } from "node:net";

/**
 * An address in its one spelling (RFC 5952); one of IPv4 that comes in the clothes of IPv6 (RFC 4291 section 2.5.5.2), as on a
 * socket that listens for both, as the IPv4 address that it is.
 */
export function plainAddress(address: string): string {
  // isIPv6 takes milliseconds when it is first called; isIP does not call it for the others.
  if (isIP(address) !== 6) return address;
  return new SocketAddress({ address, family: "ipv6" }).address.replace(/^::ffff:(?=\d+\.)/, "");
}

/**
 * The address in an entry of X-Forwarded-For, which proxies also write with a port, in brackets or in quotes. Null for
 * whatever else stands there: `unknown`, a name, an identifier that hides the address (RFC 7239 section 6), a zone of another machine.
 */
export function readEntry(entry: string): string | null {
  const text = entry.trim().replace(/^"(.*)"$/, "$1");
  const [, inBrackets] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? [];
  const address = inBrackets ?? text.replace(/^([\d.]+):\d{1,5}$/, "$1");
  return isIP(address) !== 0 && !address.includes("%") ? plainAddress(address) : null;
}

/** The address in CloudFront-Viewer-Address: the last colon is that before the port, in `2001:db8::1:443` as well. */
export function readViewer(value: string): string | null {
  return readEntry(value.slice(0, Math.max(0, value.lastIndexOf(":"))));
}
