import { isIPv6, SocketAddress } from "node:net";

/**
 * An address in its one spelling (RFC 5952); one of IPv4 that comes in the clothes of IPv6 (RFC 4291 section 2.5.5.2), as on a
 * socket that listens for both, as the IPv4 address that it is.
 */
export function plainAddress(address: string): string {
  if (!isIPv6(address)) return address;
  return new SocketAddress({ address, family: "ipv6" }).address.replace(/^::ffff:(?=\d+\.)/, "");
}
