import type { Filter, Update } from "../database/collection.ts";
import type { NewEvent, NewMail } from "../outbox/index.ts";
import type { Proof } from "./proofs.ts";

/** A factor of an account, proved by its answer, and what has to be in the write that takes the proof. */
export interface FactorProof {
  proof: Proof;
  /** What the write expects of the account: of any number of proofs by one code or challenge one wins. */
  expected: Filter;
  /** What marks the code or challenge as used. */
  change: Update;
  /** What the owner and the audit trail are told. */
  causes: (NewEvent | NewMail)[];
}
