import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import { faultsOfConnectionString } from "./connection-string.ts";

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

describe("the options of a connection string", () => {
  it.each([
    "",
    "retryWrites=true&w=majority&appName=Cluster0",
    "ssl=true&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@name@",
    "tls=true&tlsCAFile=global-bundle.pem&replicaSet=rs0&retryWrites=false",
    "authSource=admin&authMechanism=SCRAM-SHA-256&directConnection=true",
    "readPreference=primary&readConcernLevel=majority&journal=true",
    "compressors=zstd,zlib&zlibCompressionLevel=-1&serverSelectionTimeoutMS=8000",
    "minPoolSize=2&maxPoolSize=20",
    "w=3&wtimeoutMS=1000",
    "w=everywhere",
  ])("may be %s, as for the driver", (query) => {
    const uri = `mongodb://ada:secret@host/?${query}`;
    expect(faultsOfConnectionString(uri)).toEqual([]);
    expect(() => new MongoClient(uri)).not.toThrow();
  });

  it.each([
    [
      "w=0",
      "the option w expected majority, a number of members, or a name: writes that nobody confirms are lost unnoticed",
    ],
    ["readPreference=secondary", "the option readPreference expected primary, or nothing: every read asks the primary"],
    ["readPreferenceTags=dc:ny", "the option readPreferenceTags is not supported: every read asks the primary"],
    ["socketTimeoutMS=30000", "the option socketTimeoutMS expected a whole number from 1 to 8000, after which"],
    ["socketTimeoutMS=0", "the option socketTimeoutMS expected a whole number from 1 to 8000"],
    ["timeoutMS=500", "the option timeoutMS is not supported: it has no effect in the driver"],
    ["maxPoolSize=many", "the option maxPoolSize expected a whole number from 1 to 1000"],
    ["RetryWrites=no", "the option retryWrites expected true or false"],
    ["compressors=snappy", "the option compressors expected zlib or zstd"],
    ["proxyHost=a.example", "the option proxyHost is not supported: the driver needs a package"],
    ["authMechanism=GSSAPI", "the option authMechanism expected DEFAULT, SCRAM-SHA-1, "],
    ["appName=", "the option appName expected a value"],
    ["w=1&W=2", "the option w is there twice"],
    ["tls=true&tlsVerify=no", "option number 2 is none that is known: see docs/configuration.md"],
    ["minPoolSize=3", "minPoolSize needs a maxPoolSize that is not below it"],
    ["srvMaxHosts=2", "srvMaxHosts and srvServiceName belong to mongodb+srv"],
    ["tls=true&ssl=false", "tls and ssl say different things"],
    ["tlsInsecure=true&tlsAllowInvalidHostnames=true", "tlsInsecure says it all"],
    [
      "loadBalanced=true&replicaSet=rs0",
      "loadBalanced takes one host, without directConnection, replicaSet and srvMaxHosts",
    ],
    ["authMechanismProperties=hunter2", "the option authMechanismProperties expected NAME:value"],
    ["authMechanism=SCRAM-SHA-256", "SCRAM-SHA-256 needs a user"],
    ["authMechanism=MONGODB-X509&authSource=admin", "MONGODB-X509 takes $external as authSource"],
    [
      "authMechanism=MONGODB-OIDC",
      "MONGODB-OIDC needs ENVIRONMENT:k8s, or ENVIRONMENT:azure or gcp and a TOKEN_RESOURCE",
    ],
    [
      "authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:azure",
      "MONGODB-OIDC needs ENVIRONMENT:k8s, or ENVIRONMENT:azure or gcp and a TOKEN_RESOURCE",
    ],
  ])("are refused with a line that says why: %s (Q200)", (query, line) => {
    expect(faultsOfConnectionString(`mongodb://host/?${query}`)).toEqual([expect.stringContaining(line)]);
  });

  it.each([
    ["mongodb://a,b/?directConnection=true", "directConnection takes one host, without srv"],
    ["mongodb+srv://a.example.net/?directConnection=true", "directConnection takes one host, without srv"],
    ["mongodb+srv://a.example.net:27017", "mongodb+srv takes one host, without a port"],
    ["mongodb+srv://a.example.net,b.example.net", "mongodb+srv takes one host, without a port"],
    ["mongodb://host/100%", "the database's name is not one that MongoDB takes"],
    ["mongodb://host:0", "a port is a number from 1 to 65535"],
    ["mongodb://a:1,b:65536", "a port is a number from 1 to 65535"],
    ["mongodb://a:b@host/?authMechanism=MONGODB-X509", "MONGODB-X509 takes no password"],
    ["mongodb://ada@host/?authMechanism=MONGODB-AWS", "MONGODB-AWS finds out by itself who the user is"],
    [
      "mongodb://ada@host/?authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:k8s",
      "MONGODB-OIDC finds out by itself who the user is",
    ],
    ["mongodb://host/a.b", "the database's name is not one that MongoDB takes"],
  ])("and the rest of it go together: %s", (uri, line) => {
    expect(faultsOfConnectionString(uri)).toEqual([line]);
    expect(() => new MongoClient(uri).db()).toThrow();
  });

  it.each([
    "authMechanism=MONGODB-AWS&authSource=%24external",
    "authMechanism=MONGODB-X509",
    "authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:k8s",
    "authMechanism=MONGODB-OIDC&authMechanismProperties=TOKEN_RESOURCE:a,ENVIRONMENT:azure",
    "authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:gcp,TOKEN_RESOURCE:mongodb%3A%2F%2Fa",
  ])("may leave out who it is: %s", (query) => {
    expect(faultsOfConnectionString(`mongodb://host/?${query}`)).toEqual([]);
    expect(() => new MongoClient(`mongodb://host/?${query}`)).not.toThrow();
  });

  it.each(["mongodb://ada:100%@host", "mongodb://ada:50%zz@host/db", "mongodb://%:b@host", "mongodb://:b@host"])(
    "come after a user and a password in percent-encoding: %s",
    (uri) => {
      expect(faultsOfConnectionString(uri)).toEqual([expect.stringContaining("in the password percent-encoded")]);
      expect(() => new MongoClient(uri)).toThrow();
    },
  );

  it("are all named at once, and nothing of them is repeated (Q200)", () => {
    const lines = faultsOfConnectionString("mongodb://user:1234?hunter2=x@host/&w=0&tls=hunter2");
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toMatch(/hunter2|1234/);
  });
});
