import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const family = "@node-rs/argon2-";

/** What package-lock.json says of a package. */
interface Locked {
  version: string;
  os: [string];
  cpu: [string];
  libc?: [string];
}

const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, Locked> };

/** Those that the native hasher exists for, such as linux-arm64-musl. */
export const platforms = Object.keys(lock.packages).flatMap((path) => path.split(`node_modules/${family}`)[1] ?? []);

/** Those whose hasher is installed: this machine's. */
export function installedPlatforms(): string[] {
  return readdirSync(join(root, "node_modules/@node-rs")).flatMap((name) => `@node-rs/${name}`.split(family)[1] ?? []);
}

/** The file of a platform's hasher. That of another platform comes from the npm registry, and is checked against the lock. */
export function nativeHasher(platform: string): string {
  const isInstalled = installedPlatforms().includes(platform);
  const file = join(
    isInstalled ? root : fetched(platform),
    "node_modules",
    family + platform,
    `argon2.${platform}.node`,
  );
  // npm says nothing when a package that is optional, as all that depend on the platform are, cannot be had as locked.
  if (!existsSync(file)) throw new Error(`npm did not install ${family}${platform} as package-lock.json has it`);
  return file;
}

/** Installs a platform's package by itself, as it is locked, and returns the folder. */
function fetched(platform: string): string {
  const name = `${family}${platform}`;
  const locked = lock.packages[`node_modules/${name}`];
  if (!locked) throw new Error(`There is no native hasher for ${platform}`);
  const { version, os, cpu, libc = [] } = locked;
  const project = { optionalDependencies: { [name]: version } };
  const packages = { "": project, [`node_modules/${name}`]: locked };
  const directory = join(root, "node_modules/.native-hashers", platform);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "package.json"), JSON.stringify(project));
  writeFileSync(join(directory, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
  const target = [`--os=${os}`, `--cpu=${cpu}`, ...libc.map((one) => `--libc=${one}`)];
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--silent", ...target], { cwd: directory, stdio: "inherit" });
  return directory;
}

/** The module that stands in a bundle for the hasher's package, beside the native files of some platforms. */
export function hasherModule(files: readonly string[]): string {
  return `import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const files = ${JSON.stringify(files)};

/* Of the files for one system and processor, each C library loads its own. */
function load() {
  const platform = process.platform + "-" + process.arch;
  for (const file of files.filter((name) => name.startsWith("argon2." + platform + "-") || name === "argon2." + platform + ".node")) {
    try {
      return require("./" + file);
    } catch {}
  }
  throw new Error("This bundle hashes no passwords on this machine (" + platform + "): its native code is " + files.join(", ") + ". Build it with \`npm run bundle -- --platform ...\`");
}

export const { hash, verify } = load();
`;
}
