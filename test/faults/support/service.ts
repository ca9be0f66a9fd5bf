import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ServerProcess, startLocalServer, startNodeServer, temporaryDirectory } from "../../support/commands.ts";
import { hasMongodb, newMongodbUri } from "../../support/mongodb.ts";
import { testSecret } from "../../support/rollcall.ts";
import { lengthOf } from "./length.ts";

export type Form = "embedded" | "mongodb";

/** What this machine has. */
export const forms: Form[] = hasMongodb ? ["embedded", "mongodb"] : ["embedded"];

/** Load is put on each of them, or, where there is little time, on what services are deployed with. */
export const loadForms: Form[] = lengthOf(forms.slice(-1), forms);

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  retryAfter: string | null;
}

/** A server process that can be killed and started again on the same data. */
export interface Service {
  /** Where it runs. */
  directory: string;
  url(): string;
  process(): ServerProcess;
  /** Sends a request with a JSON body; status 0 where the connection ended without an answer. */
  call(method: string, path: string, body?: object, token?: string): Promise<Answer>;
  /** SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Lets its system's clock be ahead by so many seconds, or behind, from now on. */
  setClock(seconds: number): Promise<void>;
}

/** Nobody is counted out: load comes from few addresses. */
const unlimited = Object.fromEntries(
  ["GUESSES", "REGISTRATIONS", "MAIL_REQUESTS"].flatMap((what) =>
    ["ADDRESS", "NETWORK"].map((place) => [`${what}_PER_${place}`, "1000000"]),
  ),
);

const preload = (name: string) => `--import ${pathToFileURL(join(import.meta.dirname, `${name}.ts`)).href}`;

export interface ServiceOptions {
  env?: Record<string, string>;
  /** Of `support`, loaded before the server. */
  preloads?: string[];
  mongodbUri?: string;
}

export async function startService(form: Form, options: ServiceOptions = {}): Promise<Service> {
  const cwd = temporaryDirectory();
  const clockFile = join(cwd, "clock");
  writeFileSync(clockFile, "0");
  const env: Record<string, string> = {
    ...unlimited,
    LOG_LEVEL: "silent",
    CLOCK_FILE: clockFile,
    NODE_OPTIONS: ["moved-clock", ...(options.preloads ?? [])].map(preload).join(" "),
    ...options.env,
  };
  if (form === "mongodb") {
    env.MONGODB_URI = options.mongodbUri ?? (await newMongodbUri()).uri;
    env.SECRET_KEY = testSecret;
    env.ISSUER = "https://auth.example.test";
  }
  const launch = form === "mongodb" ? startNodeServer : startLocalServer;
  let server = await launch({ cwd, env });
  // The address that is known stays what it is.
  env.PORT = new URL(server.url).port;
  return {
    directory: cwd,
    url: () => server.url,
    process: () => server,
    call: (method, path, body, token) => call(server.url + path, method, body, token),
    async kill() {
      const { process } = server;
      const exited = once(process, "exit");
      process.kill("SIGKILL");
      await exited;
    },
    async start() {
      server = await launch({ cwd, env });
    },
    async setClock(seconds) {
      writeFileSync(clockFile, String(seconds));
      server.process.kill("SIGUSR2");
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}

async function call(url: string, method: string, body?: object, token?: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : {},
      retryAfter: response.headers.get("retry-after"),
    };
  } catch {
    return { status: 0, body: {}, retryAfter: null };
  }
}

export const newEmail = () => `${randomBytes(6).toString("hex")}@example.com`;
