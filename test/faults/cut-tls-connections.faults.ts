import { describe, it } from "vitest";
import { hasMongodb } from "../support/mongodb.ts";
import { lengthOf } from "./support/length.ts";
import { expectServerHeals } from "./support/server-behind-proxy.ts";

describe.runIf(hasMongodb)("a server whose connections to the database are cut in every way, with TLS", () => {
  it("answers again within 10 seconds each time, leaves nobody waiting, and has its whole pool (Q191)", () =>
    expectServerHeals(lengthOf(8, 30), { tls: true }));
});
