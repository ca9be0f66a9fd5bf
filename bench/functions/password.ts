import { createPasswordHasher } from "../../packages/core/src/password/index.ts";

/** Compares a password as a sign-in does, and does nothing else. */
export async function passwordComparison() {
  const passwords = createPasswordHasher();
  const by = { ip: null, signal: new AbortController().signal, notice: () => {} };
  const [email, password] = ["user0@example.com", "correct horse battery staple"];
  const stored = await passwords.hash(by, email, password);
  return () => passwords.verify(by, email, stored, password);
}
