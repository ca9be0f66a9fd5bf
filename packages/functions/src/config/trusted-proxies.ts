import { isIP, isIPv4 } from "node:net";
import * as z from "zod/mini";
import { plainAddress } from "../http/client-address.ts";
import { namedNetworks, within } from "../http/networks.ts";
import type { TrustedProxies } from "../http/proxies.ts";
import { list } from "./values.ts";

const mostProxies = 10;

const expected = `expected the number of proxies in front, from 1 to ${mostProxies}, or their addresses and networks, such as 10.0.0.0/8, loopback or private, separated by commas`;

/** Fewer bits than the largest private networks have: whoever is in such a network could make up an address. */
const fewestBits = { ipv4: 8, ipv6: 7 };

type Name = keyof typeof namedNetworks;

const isName = (item: string): item is Name => Object.hasOwn(namedNetworks, item);

/** What is wrong with a network or an address; null when nothing is. */
function faultOf(item: string): string | null {
  if (isName(item)) return null;
  if (/^(true|yes|on|all|\*)$/i.test(item)) return `cannot be everybody, who could make up an address: ${expected}`;
  const [address = "", bits, ...rest] = item.split("/");
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0) return expected;
  if (bits === undefined) return null;
  if (plainAddress(address) !== address && isIPv4(plainAddress(address)))
    return "has a network of IPv4 addresses in IPv6: write it as IPv4";
  const [fewest, most] = isIPv4(address) ? [fewestBits.ipv4, 32] : [fewestBits.ipv6, 128];
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > most) return expected;
  return Number(bits) < fewest ? "has a network that is too wide: whoever is in it could make up an address" : null;
}

/** The networks that an item stands for, in CIDR. */
function networksOf(item: string): readonly string[] {
  if (isName(item)) return namedNetworks[item];
  const address = plainAddress(item);
  return [item.includes("/") ? item : `${address}/${isIPv4(address) ? 32 : 128}`];
}

/** How many there are, where that is what is said. */
function countOf(items: readonly string[]): number | null {
  const count = Number(items[0]);
  return items.length === 1 && /^\d+$/.test(items[0] ?? "") && count >= 1 && count <= mostProxies ? count : null;
}

function toTrusted(items: string[]): TrustedProxies {
  const count = countOf(items);
  return count === null ? within(items.flatMap(networksOf)) : (_address, hop) => hop < count;
}

/** The proxies in front of the service: how many there are, or where they are. */
export const trustedProxies = z.pipe(
  z.pipe(z.string(), list).check(
    z.superRefine((items, check) => {
      const faults = countOf(items) === null ? items.map(faultOf) : [];
      if (items.length === 0) faults.push(expected);
      for (const message of faults) if (message) check.addIssue({ code: "custom", message });
    }),
  ),
  z.transform(toTrusted),
);
