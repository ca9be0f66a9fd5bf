import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";

/** How the driver, with Node's own URL classes under it, understands a connection string. */
function parse(uri: string) {
  const { hosts, dbName, credentials, replicaSet, maxPoolSize, tls } = new MongoClient(uri).options;
  return {
    hosts: hosts.map(String),
    dbName,
    user: credentials?.username,
    password: credentials?.password,
    replicaSet,
    maxPoolSize,
    tls,
  };
}

describe("connection strings, parsed with Node's own URL", () => {
  it.each([
    ["mongodb://localhost", { hosts: ["localhost:27017"], dbName: "test" }],
    ["mongodb://127.0.0.1:27018/rollcall", { hosts: ["127.0.0.1:27018"], dbName: "rollcall" }],
    ["mongodb://[::1]:27018/rollcall", { hosts: ["[::1]:27018"] }],
    ["mongodb://a:1,b:2,c:3/db?replicaSet=rs0", { hosts: ["a:1", "b:2", "c:3"], dbName: "db", replicaSet: "rs0" }],
    ["mongodb://A.Example.NET/db", { hosts: ["a.example.net:27017"] }],
    ["mongodb://ada:p%40ss%3Aw%2Frd@host/db", { user: "ada", password: "p@ss:w/rd" }],
    ["mongodb://%C3%A4da:%E2%9C%93@host/db", { user: "äda", password: "✓" }],
    ["mongodb://host/?maxPoolSize=7&tls=true", { maxPoolSize: 7, tls: true }],
    ["mongodb://host/my%20db", { dbName: "my db" }],
  ])("understands %s", (uri, expected) => {
    expect(parse(uri)).toMatchObject(expected);
  });

  it("keeps the host of a seed list for its look-up", () => {
    const { srvHost, tls, dbName } = new MongoClient("mongodb+srv://ada:secret@cluster0.example.net/rollcall").options;
    expect({ srvHost, tls, dbName }).toEqual({ srvHost: "cluster0.example.net", tls: true, dbName: "rollcall" });
  });

  it.each([
    "http://host/db",
    "mongodb://",
    "mongodb://host:port/db",
    "mongodb://host:99999/db",
    "mongodb+srv://a.example.net,b.example.net/db",
    "mongodb+srv://a.example.net:27017/db",
    "mongodb://us er@host/db?x",
  ])("refuses %s", (uri) => {
    expect(() => parse(uri)).toThrow();
  });
});
