const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The bytes of a base64url text (RFC 4648 section 5), each as one character. Not every platform has `atob`. */
export function decodeBase64url(text: string): string {
  const bits = Array.from(text, (character) => alphabet.indexOf(character).toString(2).padStart(6, "0")).join("");
  return (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join("");
}

/** A text of 144 random bits: 24 characters of base64url. */
export function randomText(): string {
  // React Native has no Web Crypto of its own, and this is no secret.
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  const bytes = crypto?.getRandomValues?.(new Uint8Array(24)) ?? Array.from({ length: 24 }, () => Math.random() * 256);
  return Array.from(bytes, (byte) => alphabet[byte & 63]).join("");
}
