import { asyncStore, type FailingStore, syncStore } from "./stores.ts";
import type { VirtualTime } from "./virtual-time.ts";

/**
 * Where three clients keep their session: tabs of one browser, whose own memory is gone with each; processes that have a
 * store in common and nothing else; processes that have nothing in common.
 */
export type Layout = (typeof browserLayouts)[number] | (typeof processLayouts)[number];

const browserLayouts = ["localStorage", "memory", "copies", "mixed", "asynchronous"] as const;
const processLayouts = ["server", "asynchronous server", "apart"] as const;

export const layouts: Record<"body" | "cookie", readonly Layout[]> = {
  body: [...browserLayouts, ...processLayouts],
  cookie: browserLayouts,
};

export const isServer = (layout: Layout) => layout.endsWith("server");

export const isInBrowser = (layout: Layout) => !isServer(layout) && layout !== "apart";

/** Whether a page's store is gone with the page. */
export const isVolatile = (layout: Layout, index: number) => layout === "memory" || (layout === "mixed" && index === 1);

/** Whether a page may end while its store still writes. */
export const isSlow = (layout: Layout) => layout.startsWith("asynchronous") || layout === "mixed";

export function storesOf(layout: Layout, time: VirtualTime, localStorage: FailingStore): FailingStore[] {
  const three = (make: () => FailingStore) => [make(), make(), make()];
  switch (layout) {
    case "localStorage":
      return three(() => localStorage);
    case "mixed":
      return [localStorage, syncStore(), asyncStore(time)];
    case "asynchronous":
      return three(() => asyncStore(time));
    case "server":
      return Array(3).fill(syncStore());
    case "asynchronous server":
      return Array(3).fill(asyncStore(time));
    default:
      return three(syncStore);
  }
}
