import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/* `npm run test:browser`: the browser tests, in the Chromium of this machine. Nothing is downloaded. */

const { CHROMIUM_PATH } = process.env;
const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executable = (CHROMIUM_PATH ? [CHROMIUM_PATH] : usual).find((path) => existsSync(path));

if (executable) {
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.browser.config.ts"];
  const { status } = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, CHROMIUM_PATH: executable },
  });
  process.exitCode = status ?? 1;
} else {
  console.log(`The browser tests were skipped: there is no Chromium at ${CHROMIUM_PATH ?? usual.join(", ")}.`);
}
