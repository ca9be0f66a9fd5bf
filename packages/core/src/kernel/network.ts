/**
 * Whatever is in one hand as far as an address tells: an IPv4 address, or the first 64 bits of an IPv6 address in RFC 5952's
 * spelling, as whoever has a connection has all addresses below them (RFC 6177).
 */
export function networkOf(ip: string | null): string {
  if (!ip?.includes(":")) return ip ?? "";
  return groupsOf(ip).slice(0, 4).join(":");
}

/** Where an address is, and which one there it is. Neither half has anything secret or, in `host`, a dot in it. */
export interface Prefix {
  /** The neighbourhood as CIDR: `203.0.113.0/24`, `2001:db8:0:1::/64`. Empty without an address. */
  network: string;
  /** The rest: `7`, `0:0:0:9`. A zone (RFC 4007 section 11) is left out. */
  host: string;
}

/**
 * The /24 of an IPv4 address, which many share who know nothing of each other, and the /64 of an IPv6 address, which is in
 * one hand.
 * @param ip in RFC 5952's spelling, an IPv4 address never as IPv6
 */
export function prefixOf(ip: string | null): Prefix {
  if (!ip) return { network: "", host: "" };
  if (ip.includes(":")) {
    const groups = groupsOf(ip);
    return { network: `${groups.slice(0, 4).join(":")}::/64`, host: groups.slice(4).join(":") };
  }
  const lastDot = ip.lastIndexOf(".");
  return { network: `${ip.slice(0, lastDot)}.0/24`, host: ip.slice(lastDot + 1) };
}

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): string[] {
  const [start = "", end] = ip.replace(/%.*$/, "").split("::");
  const groups = start === "" ? [] : start.split(":");
  if (end === undefined) return groups;
  const after = end === "" ? [] : end.split(":");
  const zeros = Array<string>(8 - groups.length - after.length).fill("0");
  return [...groups, ...zeros, ...after];
}
