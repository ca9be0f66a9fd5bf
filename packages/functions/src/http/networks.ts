import { BlockList, isIP, isIPv6 } from "node:net";

/** Networks under the names by which settings know them, in CIDR. */
export const namedNetworks = {
  /** By which a machine reaches itself (RFC 6890 section 2.2.2, RFC 4291 section 2.5.3). */
  loopback: ["127.0.0.0/8", "::1/128"],
  /** Which nobody has on the Internet (RFC 1918, RFC 4193). */
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
} as const satisfies Record<string, readonly string[]>;

/** Whether an address is in one of some networks. What is no address is in none. */
export function within(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");
