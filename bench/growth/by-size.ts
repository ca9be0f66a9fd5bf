import { number } from "../report/numbers.ts";
import { pairedRatio } from "../sampling.ts";
import type { Table } from "../scenario.ts";

/** A question to a service with so many accounts. */
export interface Question {
  name: string;
  size: number;
}

/** The same questions to services of several sizes, the sizes of each question side by side. */
export class BySize<Subject extends Question> {
  readonly sizes: number[];
  readonly names: string[];
  readonly all: Subject[];

  constructor(subjects: readonly Subject[]) {
    this.sizes = [...new Set(subjects.map(({ size }) => size))];
    this.names = [...new Set(subjects.map(({ name }) => name))];
    this.all = this.names.flatMap((wanted) => subjects.filter(({ name }) => name === wanted));
  }

  #at(name: string, size: number | undefined): Subject {
    return this.all.find((subject) => subject.name === name && subject.size === size) as Subject;
  }

  table(title: string, unit: string, figure: (subject: Subject) => number | null): Table {
    return {
      title: `${title}, by the number of accounts`,
      unit,
      columns: this.sizes.map(number),
      rows: this.names.map((name) => ({ name, values: this.sizes.map((size) => figure(this.#at(name, size))) })),
    };
  }

  /** What a question costs among the most accounts, of what it costs among the fewest. */
  growth(name: string, samples: ReadonlyMap<Subject, number[]>): number {
    const of = (size: number | undefined) => samples.get(this.#at(name, size)) ?? [];
    return pairedRatio(of(this.sizes.at(-1)), of(this.sizes[0]));
  }

  samples(samples: ReadonlyMap<Subject, number[]>): Record<string, number[]> {
    return Object.fromEntries([...samples].map(([{ name, size }, values]) => [`${name}, ${number(size)}`, values]));
  }
}
