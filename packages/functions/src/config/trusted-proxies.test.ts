import { describe, expect, it } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };
const read = (TRUSTED_PROXIES: string) => parseConfig({ ...environment, TRUSTED_PROXIES }).trustedProxies;

/** Whether a proxy with this address is trusted, as the next one to the service or further away. */
const isTrusted = (setting: string, address: string, hop = 0) => read(setting)?.(address, hop);

describe("proxies that are trusted", () => {
  it("are none where nothing is set", () => {
    expect([read(""), read("  "), parseConfig(environment).trustedProxies]).toEqual([undefined, undefined, undefined]);
  });

  it("may be so many, whatever their addresses", () => {
    expect([0, 1, 2, 3].map((hop) => isTrusted("2", "203.0.113.7", hop))).toEqual([true, true, false, false]);
  });

  it.each([
    ["10.0.0.0/8", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0"]],
    ["10.1.2.3/8", ["10.9.9.9"], ["11.0.0.0"]],
    ["192.0.2.4", ["192.0.2.4"], ["192.0.2.5", "::ffff:192.0.2.5"]],
    ["::ffff:192.0.2.4", ["192.0.2.4"], ["192.0.2.5"]],
    ["2001:db8::/32", ["2001:db8::", "2001:db8:ffff::1"], ["2001:db9::", "10.0.0.1"]],
    ["2001:DB8:0::1", ["2001:db8::1"], ["2001:db8::2"]],
    ["loopback", ["127.0.0.1", "127.9.9.9", "::1"], ["10.0.0.1", "::2"]],
    [
      "private",
      ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1"],
      ["127.0.0.1", "172.32.0.1", "192.169.0.1", "100.64.0.1", "169.254.0.1", "fe80::1", "2001:db8::1"],
    ],
    [" 10.0.0.0/8 ,,loopback, ", ["10.0.0.1", "::1"], ["192.168.0.1"]],
  ])("may be those of %s", (setting, inside, outside) => {
    for (const address of inside) expect([address, isTrusted(setting, address)]).toEqual([address, true]);
    for (const address of outside) expect([address, isTrusted(setting, address)]).toEqual([address, false]);
  });

  it.each([
    ["0", /^TRUSTED_PROXIES: expected the number of proxies in front, from 1 to 10, or their addresses/],
    ["11", /expected the number/],
    ["-1", /expected the number/],
    ["1.5", /expected the number/],
    ["1, 10.0.0.0/8", /expected the number/],
    [",", /expected the number/],
    ["10.0.0.0/33", /expected the number/],
    ["10.0.0.0/", /expected the number/],
    ["10.0.0.0/8/8", /expected the number/],
    ["10.0.0.0/255.0.0.0", /expected the number/],
    ["2001:db8::/129", /expected the number/],
    ["10.0.0", /expected the number/],
    ["proxy.example.com", /expected the number/],
    ["fe80::1%eth0", /expected the number/],
    ["10.0.0.0/8; 192.168.0.0/16", /expected the number/],
    ["toString", /expected the number/],
    ["Private", /expected the number/],
    ["true", /cannot be everybody, who could make up an address/],
    ["*", /cannot be everybody/],
    ["0.0.0.0/0", /is too wide: whoever is in it could make up an address/],
    ["10.0.0.0/7", /is too wide/],
    ["::/0", /is too wide/],
    ["2000::/3", /is too wide/],
    ["::ffff:10.0.0.0/104", /has a network of IPv4 addresses in IPv6: write it as IPv4/],
    ["loopback, 0.0.0.0/0", /is too wide/],
    ['"10.0.0.0/8"', /is in quotation marks/],
  ])("are refused by name where they cannot be what is meant: %s (Q200)", (setting, message) => {
    expect(() => read(setting)).toThrow(message);
    expect(() => read(setting)).toThrow(/^TRUSTED_PROXIES: /);
  });
});
