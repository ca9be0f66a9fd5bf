/**
 * Whatever is in one hand as far as an address tells: an IPv4 address, or the first 64 bits of an IPv6 address in RFC 5952's
 * spelling, as whoever has a connection has all addresses below them (RFC 6177).
 */
export function networkOf(ip: string | null): string {
  if (!ip?.includes(":")) return ip ?? "";
  const [start = "", end] = ip.split("::");
  const groups = start === "" ? [] : start.split(":");
  if (end === undefined) return groups.slice(0, 4).join(":");
  const after = end === "" ? [] : end.split(":");
  const zeros = Array<string>(8 - groups.length - after.length).fill("0");
  return [...groups, ...zeros, ...after].slice(0, 4).join(":");
}
