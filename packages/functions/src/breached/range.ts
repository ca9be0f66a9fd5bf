import type { BreachedPasswords } from "@rollcall/core";
import { hashOf, lists } from "./hash.ts";

/**
 * A service with the range API of Have I Been Pwned: it hears five of forty characters of a hash, which hundreds of listed
 * passwords share, and answers with all of these, padded, so that the length of the answer tells nothing.
 */
export function rangeService(url: string): BreachedPasswords {
  return {
    async includes(password, signal) {
      const { prefix, suffix } = hashOf(password);
      const headers = { "add-padding": "true", "user-agent": "Rollcall" };
      const answer = await fetch(`${url}/range/${prefix}`, { headers, signal, redirect: "error" });
      if (answer.status === 200) return lists(await answer.text(), suffix);
      await answer.body?.cancel();
      throw new Error(`The range service answered ${answer.status}`);
    },
  };
}
