import { onTestFinished, vi } from "vitest";
import { Authenticator } from "./authenticator.ts";

/** `native` reads and writes JSON itself, `older` does neither, and `manager` is a password manager's, whose methods throw. */
export type BrowserKind = "native" | "older" | "manager";

interface Request {
  publicKey: PublicKeyCredentialRequestOptions & PublicKeyCredentialCreationOptions;
  signal: AbortSignal;
  mediation?: string;
}

/** What a browser was asked for, and has yet to answer. */
export interface Dialog {
  method: "get" | "create";
  isAutofill: boolean;
  /** The user does what is asked. */
  confirm(): void;
  /** The browser refuses, by an error of this name. */
  refuse(name: string): void;
}

export interface PasskeyBrowser {
  authenticator: Authenticator;
  /** All that it was asked for. */
  dialogs: Dialog[];
  /** Whether the user confirms whatever opens. */
  isWilling: boolean;
  /** Whether it goes on for all that a signal says. */
  isDeaf: boolean;
  canAutofill: boolean;
  /** What it has told of passkeys that are gone. */
  signals: [name: string, options: object][];
  /** The next dialog that opens. */
  opened(): Promise<Dialog>;
}

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "base64url")).buffer;
const text = (source: BufferSource) => Buffer.from(source as ArrayBuffer).toString("base64url");

/** The passkeys of a browser, for this test: of two requests at once it refuses the second, as browsers do. */
export function stubPasskeys(kind: BrowserKind = "native", authenticator = new Authenticator()): PasskeyBrowser {
  let waiting: PromiseWithResolvers<Dialog> | undefined;
  let isBusy = false;
  const browser: PasskeyBrowser = {
    authenticator,
    dialogs: [],
    isWilling: true,
    isDeaf: false,
    canAutofill: true,
    signals: [],
    opened() {
      waiting ??= Promise.withResolvers();
      return waiting.promise;
    },
  };

  function open(method: Dialog["method"], { publicKey, signal, mediation }: Request): Promise<unknown> {
    if (isBusy) throw new DOMException("A request is already pending.", "OperationError");
    isBusy = true;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const dialog: Dialog = {
      method,
      isAutofill: mediation === "conditional",
      confirm: () => resolve(answerTo(method, publicKey)),
      refuse: (name) => reject(new DOMException("Refused", name)),
    };
    if (!browser.isDeaf) signal.addEventListener("abort", () => reject(signal.reason));
    browser.dialogs.push(dialog);
    waiting?.resolve(dialog);
    waiting = undefined;
    if (browser.isWilling) dialog.confirm();
    // A deaf one takes no notice of what it was asked for before.
    if (browser.isDeaf) isBusy = false;
    return promise.finally(() => {
      isBusy = false;
    });
  }

  function answerTo(method: Dialog["method"], { challenge, ...options }: Request["publicKey"]): object {
    const json = { ...options, challenge: text(challenge) } as never;
    if (method === "get") return credentialOf(kind, browser.authenticator.get(json));
    const { user } = options;
    return credentialOf(
      kind,
      browser.authenticator.create({
        ...options,
        challenge: text(challenge),
        user: { ...user, id: text(user.id) },
      } as never),
    );
  }

  vi.stubGlobal("navigator", {
    credentials: {
      get: async (request: Request) => open("get", request),
      create: async (request: Request) => open("create", request),
    },
  });
  vi.stubGlobal(
    "PublicKeyCredential",
    Object.assign(function PublicKeyCredential() {}, staticsOf(kind, browser)),
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  return browser;
}

function staticsOf(kind: BrowserKind, browser: PasskeyBrowser): object {
  if (kind === "older") return {};
  const tell = (name: string) => async (options: object) => void browser.signals.push([name, options]);
  const withIds = (list: { id: string }[] = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));
  return {
    isConditionalMediationAvailable: async () => browser.canAutofill,
    parseRequestOptionsFromJSON: (json: { challenge: string; allowCredentials: { id: string }[] }) => ({
      ...json,
      challenge: bytes(json.challenge),
      allowCredentials: withIds(json.allowCredentials),
    }),
    parseCreationOptionsFromJSON: (json: {
      challenge: string;
      user: { id: string };
      excludeCredentials: { id: string }[];
    }) => ({
      ...json,
      challenge: bytes(json.challenge),
      user: { ...json.user, id: bytes(json.user.id) },
      excludeCredentials: withIds(json.excludeCredentials),
    }),
    signalUnknownCredential: tell("unknown"),
    signalAllAcceptedCredentials: tell("accepted"),
  };
}

/** What `get` and `create` resolve to. */
function credentialOf(
  kind: BrowserKind,
  json: ReturnType<Authenticator["get"]> | ReturnType<Authenticator["create"]>,
): object {
  const illegal = () => {
    throw new TypeError("Illegal invocation");
  };
  const { transports, ...response } = { transports: undefined, ...json.response };
  const binary = Object.entries(response).map(([name, value]) => [
    name,
    typeof value === "string" ? bytes(value) : value,
  ]);
  return {
    id: json.id,
    type: json.type,
    rawId: bytes(json.rawId),
    response: {
      ...Object.fromEntries(binary),
      getTransports: kind === "manager" ? illegal : () => transports,
    },
    ...(kind === "native" && { toJSON: () => json }),
    ...(kind === "manager" && { toJSON: illegal }),
  };
}
