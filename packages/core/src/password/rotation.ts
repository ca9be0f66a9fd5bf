/** A part of a line, in its own order. */
interface Part<T> {
  readonly length: number;
  add(item: T): void;
  /** @returns whether it was there. */
  remove(item: T): boolean;
  /** Whose turn it is. */
  first(): T | undefined;
  /** Who would be missed least. */
  last(): T | undefined;
  /** Says that it is the turn of `item`, which is still in line. */
  pass(item: T): void;
}

export const lengthOf = (part: Part<unknown> | undefined) => part?.length ?? 0;

export class Queue<T> implements Part<T> {
  readonly #items: T[] = [];

  get length(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  remove(item: T): boolean {
    const index = this.#items.indexOf(item);
    if (index >= 0) this.#items.splice(index, 1);
    return index >= 0;
  }

  first(): T | undefined {
    return this.#items[0];
  }

  last(): T | undefined {
    return this.#items.at(-1);
  }

  pass(): void {}
}

/** How many groups are remembered as served lately. Groups are in groups, so memory grows with the square. */
const memory = 256;

/**
 * Groups that take turns. Those that have not been served lately come before those that have, every other time: they are no
 * part of what keeps the service busy. So even of a crowd in which everybody is alone, each with a place and an account of its
 * own, those are served late who come again and again.
 */
export class Rotation<T> implements Part<T> {
  // A Map keeps the order in which its keys came.
  readonly #fresh = new Map<string, Part<T>>();
  readonly #served = new Map<string, Part<T>>();
  readonly #keyOf: (item: T) => string;
  readonly #newPart: () => Part<T>;
  #isFreshTurn = true;
  length = 0;

  constructor(keyOf: (item: T) => string, newPart: () => Part<T>) {
    this.#keyOf = keyOf;
    this.#newPart = newPart;
  }

  add(item: T): void {
    const key = this.#keyOf(item);
    const part = this.#partAt(key) ?? this.#newPart();
    if (!this.#served.has(key)) this.#fresh.set(key, part);
    part.add(item);
    this.length++;
  }

  remove(item: T): boolean {
    const key = this.#keyOf(item);
    const part = this.#partAt(key);
    if (!part?.remove(item)) return false;
    this.length--;
    if (part.length === 0) this.#fresh.delete(key);
    return true;
  }

  first(): T | undefined {
    const [fresh] = this.#fresh.values();
    const served = this.#firstServed();
    return (this.#isFreshTurn ? (fresh ?? served) : (served ?? fresh))?.first();
  }

  last(): T | undefined {
    return this.longest()?.last();
  }

  pass(item: T): void {
    const key = this.#keyOf(item);
    const part = this.#partAt(key);
    if (!part) return;
    part.pass(item);
    this.#isFreshTurn = !this.#fresh.has(key);
    this.#fresh.delete(key);
    this.#served.delete(key);
    this.#served.set(key, part);
    this.#forget();
  }

  /** Of equally long groups the one that came or was served last. */
  longest(): Part<T> | undefined {
    const parts = [...this.#fresh.values(), ...this.#served.values()];
    return parts.reduce<Part<T> | undefined>((most, part) => (lengthOf(most) > part.length ? most : part), undefined);
  }

  #partAt(key: string): Part<T> | undefined {
    return this.#fresh.get(key) ?? this.#served.get(key);
  }

  #firstServed(): Part<T> | undefined {
    for (const part of this.#served.values()) if (part.length > 0) return part;
    return undefined;
  }

  /** Whoever was served longest ago is as good as new, unless somebody of it waits. */
  #forget(): void {
    for (const [key, part] of this.#served) {
      if (this.#served.size <= memory) return;
      if (part.length === 0) this.#served.delete(key);
    }
  }
}
