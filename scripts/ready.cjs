/*
 * Says in one line what is missing before anything needs it. It runs before every command, also on a Node that is too
 * old for the rest, so it keeps to the JavaScript of 2015 and loads nothing.
 */

/** These do with what `npm ci --omit=dev` installs. */
const forProduction = ["dev", "start", "rollcall"];
const forTests = [
  "test",
  "test:browser",
  "test:system",
  "test:faults",
  "check:consumers",
  "check:deploy",
  "check:model",
  "check:timing",
];

function whatIsMissing() {
  const command = process.env.npm_lifecycle_event || "dev";
  if (!isInstalled("hono")) return "The packages are not installed. Run `npm ci` first.";
  if (Number(process.versions.node.split(".")[0]) < 24) {
    return `Rollcall needs Node 24 or newer, and this is ${process.versions.node}. Install Node 24, or let \`npm ci\` bring it: without NODE_ENV=production, --omit=dev and --ignore-scripts, and not on Alpine.`;
  }
  if (!forProduction.includes(command) && !isInstalled("vitest")) {
    return "This needs the development packages. Run `npm ci --include=dev` first.";
  }
  if (forTests.includes(command) && /[#%?]/.test(process.cwd())) {
    return "Vite, which loads the tests, fails in a folder with #, % or ? in its path. Rename it to run them.";
  }
  return null;
}

function isInstalled(name) {
  try {
    return Boolean(require.resolve(name));
  } catch (_error) {
    return false;
  }
}

const missing = whatIsMissing();
if (missing) {
  console.error(missing);
  process.exit(1);
}
