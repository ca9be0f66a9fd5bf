import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { commands } from "./commands.ts";
import { layouts } from "./layout.ts";
import { loadClient, type Service, startService } from "./service.ts";
import { VirtualTime } from "./virtual-time.ts";
import { World } from "./world.ts";

/*
 * One account in three clients, tabs of a browser or processes, in one to three stores that may fail; a network that drops,
 * delays, repeats and replaces; somebody else who signs in; clocks that jump. Whatever happens, in whatever order:
 * nobody is signed out who was not signed out, nobody acts for another account than the page shows, no call waits longer
 * than its bound, and tokens never reach another origin. `npm run check:model` tries many more.
 */

/**
 * As `npm run check:model` sets them; a failure names the last three, which repeat it. By itself it does the same every
 * time, so that a failure says something of a change.
 */
const { MODEL_RUNS = "60", MODEL_SEED = "1", MODEL_PATH, MODEL_REPLAY } = process.env;

export function holds(transport: "body" | "cookie"): void {
  const time = new VirtualTime();
  let service: Service;
  let restore: () => void;
  beforeAll(async () => {
    await loadClient();
    restore = time.install();
    service = startService(time);
  });
  afterAll(async () => {
    restore();
    await service.close();
  });

  it(`keeps everybody signed in, as themselves, with the refresh token in the ${transport} (Q186) (Q194) (Q195)`, {
    timeout: 7_200_000,
  }, async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...layouts[transport]),
      fc.commands(commands, { maxCommands: 20, ...(MODEL_REPLAY && { replayPath: MODEL_REPLAY }) }),
      async (layout, sequence) => {
        time.reset();
        const world = new World({ layout, transport, service, time });
        await world.begin();
        await fc.asyncModelRun(() => ({ model: {}, real: world }), sequence);
        await world.heal();
      },
    );
    await fc.assert(property, {
      numRuns: Number(MODEL_RUNS),
      seed: Number(MODEL_SEED),
      ...(MODEL_PATH && { path: MODEL_PATH }),
    });
  });
}
