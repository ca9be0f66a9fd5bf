import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/* `npm run test:browser`: the browser tests, in the Chromium of this machine. Nothing is downloaded. */

const candidates = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executable = candidates.find((path) => path && existsSync(path));

if (!executable) {
  console.log("The browser tests were skipped: there is no Chromium. Install it, or set CHROMIUM_PATH.");
} else {
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "vitest.browser.config.ts",
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync(process.execPath, args, {
    stdio: "inherit",
    env: { ...process.env, CHROMIUM_PATH: executable },
  });
  process.exitCode = status ?? 1;
}
