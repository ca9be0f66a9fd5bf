import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { packClient } from "../../scripts/client-package.ts";
import { startFiles } from "../../scripts/start-files.ts";
import { inTemporaryDirectory } from "../leftovers.ts";
import { installPeers, peers, versionOf } from "../peers.ts";
import type { Scenario } from "../scenario.ts";

/** What a page says that uses nothing but the client; `later` is what it may load while it runs. */
const pages = {
  Rollcall: 'export { createClient } from "@rollcall/client";',
  "Rollcall, with passkeys":
    'export { createClient } from "@rollcall/client"; export * from "@rollcall/client/passkeys";',
  "better-auth": 'export { createAuthClient } from "better-auth/client";',
  "better-auth, with plugins": `import { createAuthClient } from "better-auth/client";
import { adminClient, emailOTPClient, jwtClient, magicLinkClient, twoFactorClient } from "better-auth/client/plugins";
import { passkeyClient } from "@better-auth/passkey/client";
export const client = createAuthClient({
  plugins: [adminClient(), emailOTPClient(), jwtClient(), magicLinkClient(), twoFactorClient(), passkeyClient()],
});`,
} as const;

export const scenario: Scenario = {
  name: "client-bundle",
  title: "What a page loads",
  about: "Compressed bytes of the client in a page, beside better-auth's client.",
  seconds: 12,
  async measure(progress) {
    progress(0, 1, "packing");
    installPeers();
    const sizes = await inTemporaryDirectory(async (directory) => {
      installClient(directory);
      const measured = {} as Record<keyof typeof pages, Awaited<ReturnType<typeof sizeOf>>>;
      for (const name of Object.keys(pages) as (keyof typeof pages)[]) {
        measured[name] = await sizeOf(pages[name], name.startsWith("Rollcall") ? directory : peers);
      }
      return measured;
    });
    const ours = sizes.Rollcall.start;
    const oursWithPasskeys = sizes["Rollcall, with passkeys"].start;
    return {
      ratios: [
        { name: "Compressed bytes at a page's start", value: ours, atMost: 8_192, isExact: true },
        { name: "The same, of better-auth's client", value: ours / sizes["better-auth"].start },
        {
          name: "With passkeys, of better-auth's with plugins",
          value: oursWithPasskeys / sizes["better-auth, with plugins"].start,
        },
      ],
      tables: [
        {
          title: "What a page loads",
          unit: "bytes, compressed",
          columns: ["at its start", "with what it may load later"],
          rows: Object.entries(sizes).map(([name, { start, all }]) => ({ name, values: [start, all] })),
          chart: true,
        },
      ],
      samples: {},
      method: `The packed client, and ${versionOf("better-auth")}'s for no framework, in a page that has nothing else: bundled and minified by esbuild,
each file compressed with gzip. "With plugins" has the client's half of what Rollcall's client calls, with passkeys: admin, email-otp, jwt, magic-link, two-factor, passkey.
Rollcall's client also keeps one session for all tabs and refreshes it.`,
    };
  },
};

function installClient(directory: string): void {
  const installed = join(directory, "node_modules/@rollcall/client");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", packClient(directory), "-C", installed, "--strip-components", "1"]);
  symlinkSync(join(import.meta.dirname, "../../node_modules/hono"), join(directory, "node_modules/hono"));
}

/** Of the files that a page loads at its start, and of those that it may load later as well. */
async function sizeOf(contents: string, directory: string): Promise<{ start: number; all: number }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: directory },
    absWorkingDir: directory,
    outdir: "page",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    metafile: true,
  });
  const atStart = startFiles(metafile.outputs, "page/stdin.js");
  const sizes = outputFiles.map(({ path, contents }) => ({
    isAtStart: [...atStart].some((name) => path === join(directory, name)),
    bytes: gzipSync(contents).length,
  }));
  const sum = (files: typeof sizes) => files.reduce((total, { bytes }) => total + bytes, 0);
  return { start: sum(sizes.filter(({ isAtStart }) => isAtStart)), all: sum(sizes) };
}
