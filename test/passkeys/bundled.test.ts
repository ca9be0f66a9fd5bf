import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import type { PasskeyEntry } from "../../packages/core/src/factor/index.ts";
import type * as WebAuthn from "../../packages/core/src/passkey/web-authn.ts";
import { addLeanPackages, leanPackages } from "../../scripts/lean-packages/main.ts";
import { nodeBundle } from "../../scripts/node-bundle.ts";
import { type Algorithm, Authenticator, algorithmNumbers, type Tampering } from "../support/authenticator.ts";
import { CborMap } from "../support/cbor.ts";
import { testSettings } from "../support/settings.ts";

const source = join(import.meta.dirname, "../../packages/core/src/passkey/web-authn.ts");
const challenge = "A".repeat(43);
const by = { settings: testSettings, notice: () => {} };
const user = { id: "dXNlcg", name: "ada@example.com", displayName: "Ada" };
const { rpId } = testSettings.passkeys;

/** What verifies passkeys as a deployed function has it, with the library that stands beside it. */
let deployed: typeof WebAuthn;

beforeAll(async () => {
  const outdir = mkdtempSync(join(import.meta.dirname, "../../node_modules/.passkeys-"));
  try {
    await build({ ...nodeBundle, external: leanPackages, entryPoints: [source], outdir });
    await addLeanPackages(outdir, true);
    deployed = (await import(pathToFileURL(join(outdir, "web-authn.mjs")).href)) as typeof WebAuthn;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});

const create = (authenticator: Authenticator, tampering?: Tampering) =>
  deployed.verifyAttestation(
    by,
    challenge,
    authenticator.create({ user, rp: { id: rpId, name: rpId }, challenge } as never, tampering),
  );

describe.each(Object.keys(algorithmNumbers) as Algorithm[])("what verifies passkeys on Lambda, by %s", (algorithm) => {
  it("takes what is right, and nothing else (Q132)", async () => {
    const authenticator = new Authenticator({ algorithm });
    const made = await create(authenticator);
    expect(made).toMatchObject({ credentialId: authenticator.id, isUserVerified: true });
    const get = (tampering?: Tampering) =>
      deployed.verifyAssertion(
        by,
        challenge,
        authenticator.get({ rpId, challenge } as never, tampering),
        made as unknown as PasskeyEntry,
      );
    expect(await get()).toEqual({ isUserVerified: true, counter: 0, isBackedUp: false });
    expect(await get({ signature: (bytes) => Buffer.from(bytes).fill(1, bytes.length - 8) })).toBeNull();
    expect(await get({ rpId: "evil.test" })).toBeNull();
  });

  it("needs nothing that reads certificates", async () => {
    const authenticator = new Authenticator({ algorithm });
    const alg = algorithmNumbers[algorithm];
    const itself: Tampering["statement"] = (data) => [
      "packed",
      new CborMap(["alg", alg], ["sig", authenticator.sign(data)]),
    ];
    const makers: Tampering["statement"] = (data) => [
      "tpm",
      new CborMap(["alg", alg], ["sig", authenticator.sign(data)], ["x5c", [Buffer.alloc(300)]]),
    ];
    expect(await create(authenticator, { statement: itself })).not.toBeNull();
    expect(await create(authenticator, { statement: makers })).not.toBeNull();
  });
});
