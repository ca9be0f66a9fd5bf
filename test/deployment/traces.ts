/** A form in which a secret could be found again. */
export interface Trace {
  form: string;
  text: string;
}

/** A secret as it is, and in the forms that it takes on the way. */
export function tracesOf(secret: string): Trace[] {
  return [
    { form: "as it is", text: secret },
    { form: "URL-encoded", text: encodeURIComponent(secret) },
    { form: "in JSON", text: JSON.stringify(secret).slice(1, -1) },
    { form: "in hex", text: Buffer.from(secret).toString("hex") },
    ...[0, 1, 2].flatMap((offset) => [
      { form: `in base64, ${offset} bytes in`, text: inBase64(secret, offset, "base64") },
      { form: `in base64url, ${offset} bytes in`, text: inBase64(secret, offset, "base64url") },
    ]),
  ];
}

/** The characters that stay the same whatever surrounds the secret in the encoded text. */
function inBase64(secret: string, offset: number, encoding: "base64" | "base64url"): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
    .toString(encoding)
    .replace(/=+$/, "");
  const isCut = (offset + Buffer.byteLength(secret)) % 3 !== 0;
  return encoded.slice([0, 2, 3][offset], isCut ? -1 : undefined);
}

/** Those of `traces` that `text` holds, by form. */
export function found(text: string, traces: readonly Trace[]): string[] {
  return traces.filter((trace) => text.includes(trace.text)).map(({ form }) => form);
}
