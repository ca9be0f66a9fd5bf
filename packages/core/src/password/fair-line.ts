import { lengthOf, Queue, Rotation } from "./rotation.ts";

/** Whom something that waits is for. */
export interface Place {
  /** Where it comes from. */
  readonly network: string;
  /** Whose account it is about. */
  readonly account: string;
}

/**
 * A line in which nobody is kept waiting by somebody else's crowd. The networks take turns, and at each of them its accounts;
 * every other time the accounts take turns, and at each of them its networks. So a flood from one network delays no other, a
 * flood on one account delays no other, and in one network, too, the accounts are apart.
 */
export class FairLine<T extends Place> {
  readonly #byNetwork = new Rotation<T>(networkOf, () => new Rotation<T>(accountOf, () => new Queue<T>()));
  readonly #byAccount = new Rotation<T>(accountOf, () => new Rotation<T>(networkOf, () => new Queue<T>()));
  #isNetworksTurn = true;

  get length(): number {
    return this.#byNetwork.length;
  }

  add(item: T): void {
    this.#byNetwork.add(item);
    this.#byAccount.add(item);
  }

  remove(item: T): void {
    this.#byNetwork.remove(item);
    this.#byAccount.remove(item);
  }

  /** Takes out whoever's turn it is. */
  next(): T | undefined {
    const item = (this.#isNetworksTurn ? this.#byNetwork : this.#byAccount).first();
    this.#isNetworksTurn = !this.#isNetworksTurn;
    if (!item) return undefined;
    this.#byNetwork.pass(item);
    this.#byAccount.pass(item);
    this.remove(item);
    return item;
  }

  /** Whether whoever comes now would be the one to be taken out. */
  wouldShed(item: T): boolean {
    this.add(item);
    const isShed = this.#newestOfMost() === item;
    this.remove(item);
    return isShed;
  }

  /** Takes out the newest of the network or the account that has most in line, whichever has more. */
  shed(): T | undefined {
    const newest = this.#newestOfMost();
    if (newest) this.remove(newest);
    return newest;
  }

  #newestOfMost(): T | undefined {
    const [network, account] = [this.#byNetwork.longest(), this.#byAccount.longest()];
    return (lengthOf(account) > lengthOf(network) ? account : network)?.last();
  }
}

const networkOf = ({ network }: Place) => network;
const accountOf = ({ account }: Place) => account;
