// docs/decisions/0050-passkeys.md says why.

/** Bytes of `r` and of `s` by the number of the curve (RFC 9053 section 7.1). */
const componentLengths = { 1: 32, 2: 48, 3: 66 };

/**
 * An ECDSA signature as authenticators write it (SEQUENCE of two INTEGERs in DER, RFC 3279 section 2.2.3), as Web Crypto reads it: `r` and `s`, each
 * in the length of the curve. Throws for whatever is not in DER, to the last byte.
 */
export function unwrapEC2Signature(signature, crv) {
  const length = componentLengths[crv];
  if (!length) throw new Error(`Unexpected COSE crv value of ${crv} (EC2)`);
  const sequence = readValue(signature, 0x30);
  const r = readValue(sequence.value, 0x02);
  const s = readValue(r.rest, 0x02);
  if (sequence.rest.length > 0 || s.rest.length > 0) throw new Error("Something follows the signature");
  const unwrapped = new Uint8Array(2 * length);
  for (const [index, { value }] of [r, s].entries()) {
    const magnitude = toMagnitude(value);
    if (magnitude.length > length) throw new Error("A part of the signature is too long");
    unwrapped.set(magnitude, (index + 1) * length - magnitude.length);
  }
  return unwrapped;
}

/** One value of this tag, and what follows it. Its length is in one byte, or, from 128 on, in another one. */
function readValue(bytes, tag) {
  const isLong = bytes[1] === 0x81;
  const length = isLong ? bytes[2] : bytes[1];
  if (bytes[0] !== tag || length === undefined || isLong !== length > 0x7f) throw new Error("Is not in DER");
  const start = isLong ? 3 : 2;
  const end = start + length;
  if (end > bytes.length) throw new Error("The signature is cut off");
  return { value: bytes.subarray(start, end), rest: bytes.subarray(end) };
}

/** A positive INTEGER without the zero that tells it from a negative one; there is one where it is needed, and nowhere else. */
function toMagnitude(value) {
  const [first, second] = value;
  if (first === undefined || first > 0x7f) throw new Error("Is no positive number");
  if (first !== 0) return value;
  if (second === undefined || second < 0x80) throw new Error("Is not in DER");
  return value.subarray(1);
}
