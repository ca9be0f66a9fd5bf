import { describe, expect, it } from "vitest";
import { testSecret } from "../../../../test/support/rollcall.ts";
import { parseConfig } from "../config.ts";
import { clientBehind, type TrustedProxies } from "./proxies.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };

const trusted = (TRUSTED_PROXIES: string) =>
  parseConfig({ ...environment, TRUSTED_PROXIES }).trustedProxies as TrustedProxies;

/** Whom a service with this setting takes for the client of a request that 10.0.0.1 brings. */
const clientOf = (setting: string, forwardedFor: string) => clientBehind("10.0.0.1", forwardedFor, trusted(setting));

describe("behind a number of proxies the client", () => {
  it.each([
    ["1", "203.0.113.7", "203.0.113.7"],
    ["1", "192.0.2.66, 203.0.113.7", "203.0.113.7"],
    ["1", "192.0.2.66, 192.0.2.67, 192.0.2.68, 203.0.113.7", "203.0.113.7"],
    ["2", "203.0.113.7, 10.0.0.2", "203.0.113.7"],
    ["2", "192.0.2.66, 203.0.113.7, 10.0.0.2", "203.0.113.7"],
    ["3", "192.0.2.66, 203.0.113.7, 198.51.100.9, 10.0.0.2", "203.0.113.7"],
  ])("is as far from the right, however much a client has written left of that: %s of %s (Q33)", (...given) => {
    const [setting, forwardedFor, client] = given;
    expect(clientOf(setting, forwardedFor)).toBe(client);
  });

  it("is the one furthest to the left where a proxy is missing, and the peer where all are", () => {
    expect(clientOf("3", "203.0.113.7")).toBe("203.0.113.7");
    expect(clientOf("3", "")).toBe("10.0.0.1");
    expect(clientOf("1", " , ,")).toBe("10.0.0.1");
  });
});

describe("behind proxies of known networks the client", () => {
  it.each([
    ["10.0.0.0/8", "203.0.113.7", "203.0.113.7"],
    ["10.0.0.0/8", "192.0.2.66, 203.0.113.7", "203.0.113.7"],
    ["10.0.0.0/8", "192.0.2.66, 203.0.113.7, 10.9.9.9, 10.0.0.2", "203.0.113.7"],
    ["10.0.0.1", "203.0.113.7, 10.0.0.2", "10.0.0.2"],
    ["10.0.0.1,10.0.0.2", "203.0.113.7, 10.0.0.2", "203.0.113.7"],
    ["private, 198.51.100.0/24", "192.0.2.66, 203.0.113.7, 198.51.100.200, 172.16.5.5, fd00::1", "203.0.113.7"],
    ["private,loopback", "2001:db8::7, ::1, 127.0.0.1", "2001:db8::7"],
    ["10.0.0.0/8", "192.0.2.66, 203.0.113.7, 10.0.0.2:41234", "203.0.113.7"],
    ["10.0.0.1, 2001:db8::1", "192.0.2.66, 203.0.113.7, [2001:DB8:0:0::1]:443", "203.0.113.7"],
    ["10.0.0.0/8,2001:db8:1::/48", "2001:db8:2::7, 2001:DB8:1:0::9", "2001:db8:2::7"],
  ])("is the first from the right that is in none of %s: %s (Q33)", (setting, forwardedFor, client) => {
    expect(clientOf(setting, forwardedFor)).toBe(client);
  });

  it.each(["192.168.0.0/16", "loopback", "11.0.0.0/8", "::ffff:11.0.0.1", "fc00::/7"])(
    "is the peer where that is none of %s, whatever it says (Q33)",
    (setting) => {
      expect(clientOf(setting, "203.0.113.7")).toBe("10.0.0.1");
    },
  );

  it("is IPv4 in IPv6 wherever it comes so: as a proxy and as a client (Q33)", () => {
    expect(clientOf("::ffff:10.0.0.1", "::ffff:203.0.113.7")).toBe("203.0.113.7");
    expect(clientOf("10.0.0.0/8", "::FFFF:cb00:7107, ::ffff:10.0.0.2")).toBe("203.0.113.7");
  });
});

describe("an entry", () => {
  it.each([
    ["203.0.113.7:5678", "203.0.113.7"],
    ["[2001:db8::7]:443", "2001:db8::7"],
    ["[2001:db8::7]", "2001:db8::7"],
    ['"[2001:db8::7]:443"', "2001:db8::7"],
    ['"203.0.113.7:5678"', "203.0.113.7"],
    ["2001:0DB8:0:0::7", "2001:db8::7"],
    ["[::ffff:203.0.113.7]:80", "203.0.113.7"],
    ["\t203.0.113.7  ", "203.0.113.7"],
  ])("may be written as proxies write it: %s", (entry, client) => {
    expect(clientOf("1", `192.0.2.66,${entry}`)).toBe(client);
  });

  it.each([
    "unknown",
    "_hidden",
    "_SEVKISEK",
    "for=203.0.113.7",
    "localhost",
    "203.0.113",
    "203.0.113.7.8",
    "0203.0.113.7",
    "3405803783",
    "0xcb007107",
    "203.0.113.7/24",
    "203.0.113.7:port",
    "203.0.113.7:123456",
    "[203.0.113.7",
    "[2001:db8::7]443",
    "2001:db8::7::8",
    "fe80::1%eth0",
    "[]",
    '"',
    "203.0.113.7\u0000",
    "☃",
    `${"[".repeat(5_000)}`,
    `${"1".repeat(10_000)}`,
  ])("that is no address ends the way at the proxy that has written it: %s (Q33)", (entry) => {
    expect(clientOf("2", `192.0.2.66, ${entry}`)).toBe("10.0.0.1");
    expect(clientOf("10.0.0.0/8", `192.0.2.66, ${entry}, 10.0.0.2`)).toBe("10.0.0.2");
  });
});
