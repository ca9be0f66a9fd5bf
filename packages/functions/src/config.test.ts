import { describe, expect, it } from "vitest";
import { testSecret } from "../../../test/support/rollcall.ts";
import { parseConfig } from "./config.ts";

const environment = { SECRET_KEY: testSecret, ISSUER: "https://auth.example.test" };

describe("a connection string", () => {
  it.each([
    "mongodb://127.0.0.1",
    "mongodb://127.0.0.1:27017/rollcall",
    "mongodb://a.example:27017,b.example:27018,c.example/rollcall?replicaSet=rs0",
    "mongodb://ada:p%40ss%2Fword@a.example,b.example/?authSource=admin",
    "mongodb+srv://ada:secret@cluster.example.net/rollcall?retryWrites=true&w=majority",
    "mongodb+srv://cluster.example.net/?appName=a@b",
    "mongodb://[::1]:27017,[2001:db8::1]/rollcall",
    "mongodb://%2Ftmp%2Fmongodb-27017.sock/rollcall",
  ])("may be %s", (uri) => {
    expect(parseConfig({ ...environment, MONGODB_URI: uri }).mongodbUri).toBe(uri);
  });

  it.each([
    "https://cluster.example.net",
    "mongodb://",
    "mongodb://admin:hunter2",
    "mongodb://admin:hunter2/rollcall",
    "mongodb://ada:hunter2/x@a.example/rollcall",
    "mongodb://ada:hunter2@x@a.example/rollcall",
    "mongodb://ada:hunter2#x@a.example",
    "mongodb://a.example:27017,/rollcall",
    "mongodb://a b.example",
  ])("is refused, and not repeated, when the driver would misread it: %s", (uri) => {
    const parse = () => parseConfig({ ...environment, MONGODB_URI: uri });
    expect(parse).toThrow(/^MONGODB_URI: expected a connection string such as/);
    expect(parse).not.toThrow("hunter2");
  });

  it("is refused with a line for each option that will not do (Q200)", () => {
    const uri = "mongodb://a.example/?w=0&retryWrites=false&readPreference=secondary";
    expect(() => parseConfig({ ...environment, MONGODB_URI: uri })).toThrow(
      /^MONGODB_URI: the option w expected .+\nMONGODB_URI: the option readPreference expected primary.+$/,
    );
  });
});

describe("the times that a request may take to come", () => {
  const read = (variables: object) => parseConfig({ ...environment, ...variables });

  it("are 10 seconds for its head and 20 for all of it, the head's never more than that of all of it", () => {
    expect(read({})).toMatchObject({ headersTimeout: 10, requestTimeout: 20 });
    expect(read({ REQUEST_TIMEOUT: "5" })).toMatchObject({ headersTimeout: 5, requestTimeout: 5 });
    expect(read({ HEADERS_TIMEOUT: "5" })).toMatchObject({ headersTimeout: 5, requestTimeout: 20 });
  });

  it("are refused when the head's could not count", () => {
    const longer = () => read({ HEADERS_TIMEOUT: "30" });
    expect(longer).toThrow("HEADERS_TIMEOUT: is longer than REQUEST_TIMEOUT, which is 20. It would never count");
  });
});

describe("connections", () => {
  it("are kept longer than load balancers do, which is 60 seconds for most, and bounded in number", () => {
    expect(parseConfig(environment)).toMatchObject({ keepAliveTimeout: 75, maxConnections: 1_000 });
    const read = { ...environment, KEEP_ALIVE_TIMEOUT: "620", MAX_CONNECTIONS: "50" };
    expect(parseConfig(read)).toMatchObject({ keepAliveTimeout: 620, maxConnections: 50 });
  });
});

describe("the limits of what is guessed and asked for", () => {
  const read = (variables: object) => parseConfig({ ...environment, ...variables }).settings.limits;

  it("each count as they are written (Q200)", () => {
    const written = {
      GUESSES_PER_ACCOUNT: "3",
      GUESS_LONGEST_WAIT: "600",
      GUESSES_PER_ADDRESS: "4",
      GUESSES_PER_NETWORK: "5",
      REGISTRATIONS_PER_ADDRESS: "6",
      REGISTRATIONS_PER_NETWORK: "7",
      MAIL_REQUESTS_PER_ADDRESS: "8",
      MAIL_REQUESTS_PER_NETWORK: "9",
    };
    expect(read(written)).toEqual({
      guess: { perAccount: 3, longestWait: 600, perAddress: 4, perNetwork: 5 },
      register: { perAddress: 6, perNetwork: 7 },
      mail: { perAddress: 8, perNetwork: 9 },
    });
  });

  it("are refused when an address may send more than its network, which would never count (Q200)", () => {
    expect(() => read({ GUESSES_PER_ADDRESS: "301" })).toThrow(
      "GUESSES_PER_ADDRESS: is more than GUESSES_PER_NETWORK, which is 300. It would never count",
    );
    expect(() => read({ REGISTRATIONS_PER_NETWORK: "19", MAIL_REQUESTS_PER_ADDRESS: "61" })).toThrow(
      /^REGISTRATIONS_PER_ADDRESS: .+\nMAIL_REQUESTS_PER_ADDRESS: .+$/,
    );
  });

  it.each([
    ["GUESSES_PER_ACCOUNT", "0"],
    ["GUESSES_PER_ACCOUNT", "101"],
    ["GUESS_LONGEST_WAIT", "299"],
    ["GUESS_LONGEST_WAIT", "86401"],
    ["GUESSES_PER_NETWORK", "0"],
    ["GUESSES_PER_ADDRESS", "unlimited"],
  ])("are refused out of range: %s=%s (Q200)", (name, value) => {
    expect(() => read({ [name]: value })).toThrow(`${name}: `);
  });
});
