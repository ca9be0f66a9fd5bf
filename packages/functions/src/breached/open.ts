import type { BreachedPasswords } from "@rollcall/core";
import type { BreachSource } from "../config/breached-passwords.ts";
import { ConfigError } from "../config/config-error.ts";
import { faultOfHashes } from "./check-path.ts";

/** Whoever tells of breaches; loaded when it is first asked. @throws ConfigError when there are no hashes where they should be */
export function openBreachedPasswords(source: BreachSource | null): BreachedPasswords | null {
  if (source === null) return null;
  if ("url" in source) return loadedLate(async () => (await import("./range.ts")).rangeService(source.url));
  const fault = faultOfHashes(source.path);
  if (fault) throw new ConfigError([`BREACHED_PASSWORDS: ${fault}`]);
  return loadedLate(async () => (await import("./file.ts")).hashesAt(source.path));
}

function loadedLate(load: () => Promise<BreachedPasswords>): BreachedPasswords {
  return { includes: async (password, signal) => (await load()).includes(password, signal) };
}
