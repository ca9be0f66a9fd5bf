import nedb from "@seald-io/nedb";

/** The package's types describe an ES module with a default export; what Node loads is the class itself. */
export const Datastore = nedb as unknown as typeof nedb.default;
export type Datastore = InstanceType<typeof Datastore>;
