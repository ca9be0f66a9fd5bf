import { expect, it } from "vitest";
import { networkOf, prefixOf } from "./network.ts";

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1"],
  ["::1", "0:0:0:0"],
  ["::", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
])("an address is in one hand with its network: %s in %s (Q190)", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

it.each([
  ["203.0.113.7", "203.0.113.0/24", "7"],
  ["203.0.113.200", "203.0.113.0/24", "200"],
  ["0.0.0.0", "0.0.0.0/24", "0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "3:4:5:6"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64", "0:0:0:9"],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64", "2:3:4:5"],
  ["::1", "0:0:0:0::/64", "0:0:0:1"],
  ["fe80::1%eth0.100", "fe80:0:0:0::/64", "0:0:0:1"],
])("an address has a neighbourhood: %s in %s", (ip, network, host) => {
  expect(prefixOf(ip)).toEqual({ network, host });
});

it("requests without an address are one network", () => {
  expect([networkOf(null), prefixOf(null)]).toEqual(["", { network: "", host: "" }]);
});
