import { decodeBase64url } from "../kernel/base64url.ts";

/** What a browser says of where and how a passkey was asked (WebAuthn Level 3 section 5.8.1): of that, what is looked at here. */
export interface ClientData {
  origin?: unknown;
  crossOrigin?: unknown;
  topOrigin?: unknown;
  tokenBinding?: { status?: unknown } | null;
}

/** What the authenticator has signed, before anything is known of it but that it is text. Throws for what is no JSON. */
export function readClientData(clientDataJSON: string): ClientData {
  const bytes = decodeBase64url(clientDataJSON);
  const value: unknown = bytes && JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  return typeof value === "object" && value !== null ? value : {};
}

/**
 * Whether the page that asked was the one that its user saw. None of ours is shown inside of another origin's, where it could be dressed up as
 * something else; browsers that do not say `topOrigin` do say `crossOrigin`.
 */
export function isOfTopPage({ crossOrigin = false, topOrigin }: ClientData): boolean {
  return crossOrigin === false && topOrigin === undefined;
}

/** Whether it is bound to a TLS connection (Level 2 section 5.8.1, since given up), which nobody can make sure of here. */
export const isBoundToConnection = ({ tokenBinding }: ClientData): boolean => tokenBinding?.status === "present";
