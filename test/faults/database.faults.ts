import { describe, it } from "vitest";
import { hasMongodb } from "../support/mongodb.ts";
import type { TcpProxy } from "../support/tcp-proxy.ts";
import { expectAway, expectBack, report, startBehindProxy } from "./support/outage.ts";

/** What takes the database away altogether, until the proxy is opened. */
const outages: [name: string, begin: (proxy: TcpProxy) => unknown][] = [
  ["refuses connections, and cuts those there were", (proxy) => proxy.close()],
  ["resets connections, and refuses new ones", (proxy) => proxy.close("reset")],
  ["is half open: it takes connections and never answers", (proxy) => proxy.stall()],
  ["hangs up on whoever connects", (proxy) => proxy.hangUp()],
  ["breaks every answer off in its midst, with a reset", (proxy) => proxy.breakAnswers(20)],
  ["gets what is written, and its answers are lost", (proxy) => proxy.breakAnswers(0)],
];

describe.runIf(hasMongodb).each(outages)("a database that %s", (name, begin) => {
  it("gets 503 and Retry-After in time, lets nobody in, and is used again within 10 seconds (Q176, Q191)", async () => {
    const { service, proxy, visitors } = await startBehindProxy();
    await begin(proxy);
    const longest = await expectAway(visitors, service);
    await proxy.open();
    report(name, longest, await expectBack(visitors));
  });
});
