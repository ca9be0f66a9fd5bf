import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { quietSst } from "../../../scripts/sst-platform.ts";
import { type Edit, makeCheckout, removeCheckout } from "./checkout.ts";
import { parseCheckpoint, type ResourceState } from "./checkpoint.ts";
import { startCloud, stateBucket } from "./cloud.ts";
import { mask, reveal } from "./secret-values.ts";
import { unzip } from "./zip.ts";

const app = "rollcall";
/** Of one command, in milliseconds; the longest takes some 10 s. */
const timeLimit = 120_000;

export interface SstOptions {
  stage: string;
  /** Settings in the deploying shell; nothing else of this process's environment gets there. */
  environment?: Record<string, string>;
  /** Set with `sst secret set` before, by standard input, as the documents say. */
  secrets?: Record<string, string>;
}

export interface Finished {
  code: number | null;
  /** Standard output and standard error, without colours; of `sst secret set`, too. */
  output: string;
}

/** A resource that a deployment makes. */
export interface Resource extends ResourceState {
  /** Logical. */
  name: string;
}

/** A checkout of this project with a cloud of its own, in which the real SST CLI works without a network. */
export interface OfflineProject {
  /** Runs `sst ...args --stage stage` to its end. */
  sst(args: string[], options: SstOptions): Promise<Finished>;
  /** What was deployed to a stage, with "[secret]" for what the engine keeps secret. */
  plan(stage: string): Resource[];
  /** The same with secrets in the clear: what the cloud is given. */
  resources(stage: string): Resource[];
  /** Unpacks what Lambda is given for a function; returns the folder, which goes with the project. */
  artifact(functionName: string): string;
  /** Everything that the CLI has stored in S3. */
  stored(): Buffer[];
  close(): Promise<void>;
}

export async function openProject(edits?: Record<string, Edit>): Promise<OfflineProject> {
  const cloud = await startCloud();
  const directory = makeCheckout(edits);
  const home = join(directory, ".sst", "home");
  installEngine(home);

  const run = (args: string[], { environment, input }: { environment?: Record<string, string>; input?: string } = {}) =>
    runSst(args, directory, { ...basicEnvironment(home), AWS_ENDPOINT_URL: cloud.url, ...environment }, input);

  /** Empty where the stage does not exist. */
  const states = (stage: string): ResourceState[] => {
    const state = cloud.objects.get(`/${stateBucket}/app/${app}/${stage}.json`);
    const passphrase = cloud.parameters.get(`/sst/passphrase/${app}/${stage}`) ?? "";
    return state ? parseCheckpoint(state.toString(), passphrase) : [];
  };
  const named = (resource: ResourceState): Resource => ({
    ...resource,
    name: resource.urn.split("::").slice(3).join("::"),
  });

  return {
    async sst(args, { stage, environment, secrets = {} }) {
      let output = "";
      for (const [name, value] of Object.entries(secrets)) {
        const set = await run(["secret", "set", name, "--stage", stage], { input: `${value}\n` });
        output += set.output;
        if (set.code !== 0) return { ...set, output };
      }
      const finished = await run([...args, "--stage", stage], environment && { environment });
      return { ...finished, output: output + finished.output };
    },
    plan: (stage) => mask(states(stage).map(named)),
    resources: (stage) => reveal(states(stage).map(named)),
    artifact(functionName) {
      const files = join(directory, "artifacts", functionName);
      unzip(join(directory, ".sst", "artifacts", functionName, "code.zip"), files);
      return files;
    },
    stored: () => [...cloud.objects.values()],
    async close() {
      await cloud.close();
      removeCheckout(directory);
    },
  };
}

/** Where the CLI looks for its own `pulumi`. */
function installEngine(home: string): void {
  const bin = join(home, "sst", "bin");
  mkdirSync(bin, { recursive: true });
  const engine = join(import.meta.dirname, "engine.ts");
  writeFileSync(join(bin, "pulumi"), `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(engine)} "$@"\n`, {
    mode: 0o755,
  });
}

/** One word of a shell's command line, whatever is in it. */
function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Credentials of nobody, a home folder that is empty, and npm as it is set up. */
function basicEnvironment(home: string): Record<string, string | undefined> {
  const npm = Object.entries(process.env).filter(([name]) => name.startsWith("npm_config_"));
  return {
    ...Object.fromEntries(npm),
    npm_config_prefer_offline: "true",
    PATH: process.env.PATH,
    HOME: home,
    XDG_CONFIG_HOME: home,
    // For its logs.
    TMPDIR: home,
    ...quietSst,
    AWS_ACCESS_KEY_ID: "offline",
    AWS_SECRET_ACCESS_KEY: "offline",
    AWS_REGION: "us-east-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function runSst(args: string[], cwd: string, env: Record<string, string | undefined>, input = ""): Promise<Finished> {
  const command = join(cwd, "node_modules/.bin/sst");
  const child = spawn(command, args, { cwd, env, timeout: timeLimit });
  child.stdin.end(input);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal) reject(new Error(`sst ${args[0]} was stopped after ${timeLimit} ms: ${output}`));
      else resolve({ code, output: stripVTControlCharacters(output) });
    });
  });
}
