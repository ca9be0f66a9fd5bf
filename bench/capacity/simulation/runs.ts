import { type Outcome, simulate, type World, world } from "./service.ts";

/* A hundred thousand requests a second, in the ways that docs/scaling.md tells of. */

export interface Run {
  name: string;
  world: World;
}

const rate = 100_000;
const sized: World = {
  ...world,
  rate,
  environments: { ...world.environments, concurrency: 15_000, warm: 12_000 },
  database: { ...world.database, shards: 4 },
};

/** As many environments as 20,000 requests a second need, and then five times as many requests at once. */
const step: World = { ...sized, environments: { ...sized.environments, warm: 2_400 }, warmUp: 0, seconds: 10 };

export const runs: readonly Run[] = [
  { name: "Sized for it: 12,000 environments, 4 shards of 16 vCPUs", world: sized },
  {
    name: "One primary of 16 vCPUs",
    world: { ...sized, database: { ...sized.database, shards: 1 }, warmUp: 0, seconds: 6 },
  },
  {
    name: "One primary of 32 vCPUs",
    world: { ...sized, database: { ...sized.database, shards: 1, processors: 32 } },
  },
  {
    name: "Half of them sign-ins, 16 shards",
    world: {
      ...sized,
      mix: { signIn: 0.5, register: 0, refresh: 0.3, me: 0.1, serviceToken: 0.1 },
      database: { ...sized.database, shards: 16 },
    },
  },
  {
    name: "As deployed, 50 environments",
    world: { ...sized, environments: { ...sized.environments, concurrency: 50, warm: 50 } },
  },
  { name: "A step from 20,000 a second, in its first 10 seconds", world: step },
  { name: "The same step with 3,000 secrets a second", world: { ...step, secretsPerSecond: 3_000 } },
];

/** @param progress is told what comes next */
export function simulateAll(progress: (done: number, run: Run) => void = () => {}): Outcome[] {
  return runs.map((run, done) => {
    progress(done, run);
    return simulate(run.world);
  });
}
