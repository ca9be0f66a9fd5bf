import { BlockList, isIP } from "node:net";

/** Networks under the names by which settings know them, in CIDR. */
export const namedNetworks = {
  /** By which a machine reaches itself (RFC 6890 section 2.2.2, RFC 4291 section 2.5.3). */
  loopback: ["127.0.0.0/8", "::1/128"],
  /** Which nobody has on the Internet (RFC 1918, RFC 4193). */
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
} as const satisfies Record<string, readonly string[]>;

/** Whether an address is in one of some networks. What is no address is in none. */
export function within(networks: readonly string[]): (address: string) => boolean {
  // Made for the first address, so that no start waits for it.
  let list: BlockList | undefined;
  return (address) => {
    const family = isIP(address);
    if (family === 0) return false;
    list ??= listOf(networks);
    return list.check(address, `ipv${family as 4 | 6}`);
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    // Not by isIPv6, which takes milliseconds when it is first called.
    list.addSubnet(address, Number(bits), address.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}
