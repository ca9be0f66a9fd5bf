/** The alphabet of ZeroMQ's RFC 32 (Z85), which has nothing that a string of JavaScript would have to escape. */
const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/** Text of five characters for each four bytes, a sixteenth less than Base64. @param bytes as many as are divisible by four */
export function encodeBase85(bytes: Buffer): string {
  const digits = (value: number) => [52_200_625, 614_125, 7_225, 85, 1].map((unit) => Math.floor(value / unit) % 85);
  const values = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32BE(4 * index));
  return values.flatMap((value) => digits(value).map((digit) => alphabet[digit])).join("");
}

export function decodeBase85(text: string): Buffer {
  const bytes = Buffer.alloc((text.length / 5) * 4);
  for (let index = 0; index < text.length / 5; index++) {
    const digits = [...text.slice(5 * index, 5 * index + 5)].map((character) => alphabet.indexOf(character));
    bytes.writeUInt32BE(
      digits.reduce((value, digit) => value * 85 + digit),
      4 * index,
    );
  }
  return bytes;
}
