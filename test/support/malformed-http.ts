import { password } from "./rollcall.ts";

/* Messages that are no HTTP, or not quite, and what they are made of. */

export const get = (rest: string, head = "GET /health HTTP/1.1") => `${head}\r\nHost: x\r\n${rest}\r\n`;
export const post = (headers: string, body = "") =>
  `POST /auth/register HTTP/1.1\r\nHost: x\r\n${json}${headers}\r\n${body}`;
const json = "Content-Type: application/json\r\n";
export const registration = JSON.stringify({ email: "ada@example.com", password });
export const size = registration.length;
export const inHex = size.toString(16);
const chunked = (body: string) => post("Transfer-Encoding: chunked\r\n", body);
export const smuggled = get("X-Smuggled: yes\r\n", "GET /ready HTTP/1.1");

type Messages = Record<string, Record<string, string>>;

/** Messages that leave in doubt where they end, each of them sound without its flaw. */
export const malformed: Messages = {
  "two lengths": {
    "Content-Length before Transfer-Encoding": post(
      `Content-Length: ${smuggled.length + 5}\r\nTransfer-Encoding: chunked\r\n`,
      `0\r\n\r\n${smuggled}`,
    ),
    "Transfer-Encoding before Content-Length": post(
      "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
      `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`,
    ),
    "two different Content-Lengths": post(`Content-Length: ${size}\r\nContent-Length: 0\r\n`, registration),
    "the same Content-Length twice": post(`Content-Length: ${size}\r\nContent-Length: ${size}\r\n`, registration),
    "a list of Content-Lengths": post(`Content-Length: ${size}, ${size}\r\n`, registration),
  },
  "a length that is no number": {
    "with a sign": post(`Content-Length: +${size}\r\n`, registration),
    "below zero": post(`Content-Length: -${size}\r\n`, registration),
    "in hexadecimal": post(`Content-Length: 0x${inHex}\r\n`, registration),
    "with a fraction": post(`Content-Length: ${size}.0\r\n`, registration),
    "with text behind it": post(`Content-Length: ${size}x\r\n`, registration),
    "left out": post("Content-Length: \r\n", registration),
    "beyond all lengths": post("Content-Length: 99999999999999999999999\r\n", registration),
  },
  "a hidden Transfer-Encoding": {
    "behind a space before the colon": post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
    "behind a vertical tab": post("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n"),
    "of another name": post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
    "that does not end in chunked": post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
    "that is chunked twice": post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"),
    "in two fields": post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
    "on a folded line": post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
  },
  "a broken chunk": {
    "whose size has a prefix": chunked(`0x${inHex}\r\n${registration}\r\n0\r\n\r\n`),
    "whose size is below zero": chunked(`-${inHex}\r\n${registration}\r\n0\r\n\r\n`),
    "whose size is too large for a number": chunked(`FFFFFFFFFFFFFFFFFF\r\n${registration}\r\n0\r\n\r\n`),
    "whose size ends in a space": chunked(`${inHex} \r\n${registration}\r\n0\r\n\r\n`),
    "whose size ends in a bare LF": chunked(`${inHex}\n${registration}\r\n0\r\n\r\n`),
    "whose extension holds a bare LF": chunked(`${inHex};x\n\r\n${registration}\r\n0\r\n\r\n`),
    "that is longer than it says": chunked(`2\r\n${registration}\r\n0\r\n\r\n`),
    "that ends in nothing": chunked(`${inHex}\r\n${registration}0\r\n\r\n`),
    "that ends in a bare LF": chunked(`${inHex}\r\n${registration}\n0\r\n\r\n`),
  },
  "a broken header": {
    "that is folded": get("X-A: a\r\n b\r\n"),
    "that is folded at once": "GET /health HTTP/1.1\r\n X-A: a\r\nHost: x\r\n\r\n",
    "with a NUL in its value": get("X-A: a\0b\r\n"),
    "with a NUL in its name": get("X\0A: a\r\n"),
    "with an escape character": get("X-A: a\u001bb\r\n"),
    "with a bare CR": get("X-A: a\rX-B: b\r\n"),
    "with a bare LF": get("X-A: a\nX-B: b\r\n"),
    "with a space in its name": get("X A: a\r\n"),
    "with a space before its colon": get("X-A : a\r\n"),
    "without a colon": get("X-A\r\n"),
    "without a name": get(": a\r\n"),
    "that ends all headers with a bare LF": "GET /health HTTP/1.1\r\nHost: x\r\n\n",
  },
  "a broken first line": {
    "that ends in a bare LF": "GET /health HTTP/1.1\nHost: x\r\n\r\n",
    "of HTTP/0.9": "GET /health\r\n",
    "of a version that is not": get("", "GET /health HTTP/1.2"),
    "of a version in lower case": get("", "GET /health http/1.1"),
    "of another protocol": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "with a method in lower case": get("", "get /health HTTP/1.1"),
    "with a method that is not": get("", "FOO /health HTTP/1.1"),
    "with a tab": get("", "GET\t/health HTTP/1.1"),
    "with a NUL in its path": get("", "GET /health\0 HTTP/1.1"),
    "with a byte that is not ASCII in its path": get("", "GET /health\u00ff HTTP/1.1"),
    "with a backslash in its path": get("", "GET \\health HTTP/1.1"),
  },
};

/** Messages whose end is plain, but that RFC 9112 sections 3.2 and 3.2.4 tell a server to refuse. */
export const improper: Record<string, string> = {
  "without a Host": "GET /health HTTP/1.1\r\n",
  "with two Hosts": "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
  "with a Host that is none": "GET /health HTTP/1.1\r\nHost: a b/c@d\r\n",
  "with a star for its path": "GET * HTTP/1.1\r\nHost: x\r\n",
  "with a backslash in its path": "GET /\\health HTTP/1.1\r\nHost: x\r\n",
};
