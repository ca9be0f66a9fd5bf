/**
 * Whatever is in one hand as far as an address tells: an IPv4 address, also one in IPv6's clothes, or the first 64 bits of
 * an IPv6 address, as whoever has a connection has all addresses below them (RFC 6177).
 */
export function networkOf(ip: string | null): string {
  const mapped = ip?.replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
  if (!mapped.includes(":")) return mapped;
  const [start, end] = mapped.split("::").map((part) => (part === "" ? [] : part.split(":"))) as [string[], string[]?];
  const zeros = end ? Array<string>(Math.max(0, 8 - start.length - end.length)).fill("0") : [];
  return [...start, ...zeros, ...(end ?? [])].slice(0, 4).join(":").toLowerCase();
}
