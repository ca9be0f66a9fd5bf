import type { FactorList, FactorView } from "./factor.schema.ts";
import type { Factor, FactorSlice } from "./factor.slice.ts";

/** The one place where a factor becomes what its owner sees: no secret, no key, no identifier of a credential. */
export function toFactor(id: string, factor: Factor): FactorView {
  const { type, name, createdAt, lastUsedAt } = factor;
  return {
    id,
    type,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    ...(factor.type === "passkey" && { backedUp: factor.isBackedUp }),
  };
}

/** Those of an account, the oldest first. */
export function toFactors({ factors = {}, recoveryCodes, factorRemoval }: FactorSlice): FactorList {
  const ids = Object.keys(factors).sort();
  return {
    items: ids.map((id) => toFactor(id, factors[id] as Factor)),
    recoveryCodesLeft: Object.keys(recoveryCodes?.left ?? {}).length,
    removesAt: factorRemoval?.due.toISOString() ?? null,
  };
}
