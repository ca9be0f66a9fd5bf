import type { Settings } from "@rollcall/core";

export const testSettings: Settings = {
  issuer: "https://auth.example.test",
  audiences: ["orders", "https://billing.example.test"],
  signingAlgorithm: "ES256",
  accessTokenTtl: 600,
  sessionIdleTtl: 14 * 86_400,
  sessionMaxTtl: 30 * 86_400,
  sessionsPerAccount: 100,
  reauthenticationMaxAge: 600,
  mfa: "optional",
  passkeys: { rpId: "example.test", origins: ["https://app.example.test"] },
  factorRemovalDelay: 0,
  passwordMinLength: 15,
  registration: "open",
  sendsMail: true,
  // What guessing is held back by has tests of its own.
  limits: {
    guess: { perAccount: 10_000, longestWait: 3_600, perAddress: 10_000, perNetwork: 10_000 },
    register: { perAddress: 10_000, perNetwork: 10_000 },
    mail: { perAddress: 10_000, perNetwork: 10_000 },
  },
  deletionGrace: 0,
  retention: { events: 400 * 86_400, places: 365 * 86_400, deadLetters: 30 * 86_400 },
};

export const testSecret = "k3J9vQ2mX7pL5wR8tY4uN6bC1zA0sD-fG_hJeKiOlPq";
export const password = "correct horse battery staple";
