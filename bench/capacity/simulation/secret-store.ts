import type { Agenda } from "./agenda.ts";
import type { Random } from "./random.ts";

/** Milliseconds between the questions of one start, as `lambda/parameters.ts` has them. */
const pauses = [100, 300, 900];

/** Milliseconds of an answer. */
const answer = 30;

/** The Parameter Store, which answers so many questions a second and refuses the others. */
export interface SecretStore {
  /** As an environment does when it starts: it asks again some times, and then gives up. */
  read(done: (isRead: boolean) => void): void;
  readonly refused: number;
}

export function createSecretStore(agenda: Agenda, random: Random, perSecond: number): SecretStore {
  let allowance = perSecond;
  let allowedAt = agenda.now;
  let refused = 0;

  const ask = (tries: number, done: (isRead: boolean) => void) => {
    allowance = Math.min(perSecond, allowance + ((agenda.now - allowedAt) / 1_000) * perSecond);
    allowedAt = agenda.now;
    if (allowance >= 1) {
      allowance--;
      return agenda.after(answer, () => done(true));
    }
    refused++;
    const pause = pauses[tries];
    if (pause === undefined) return agenda.after(answer, () => done(false));
    agenda.after(answer + pause * (0.5 + random.next()), () => ask(tries + 1, done));
  };

  return {
    read: (done) => ask(0, done),
    get refused() {
      return refused;
    },
  };
}
