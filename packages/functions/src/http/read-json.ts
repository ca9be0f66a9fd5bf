import { RollcallError } from "@rollcall/core";
import type { HonoRequest, MiddlewareHandler } from "hono";

/** Bytes. The largest valid body is a registration of some 6 KB. */
export const bodyLimit = 16 * 1024;

/**
 * Stands before the validator of a JSON body and reads it strictly: its media type, its size while it streams in, its UTF-8.
 * The text goes to Hono's cache of the body, from which the validator parses it. Of duplicate member names the last one
 * counts, as in ECMAScript.
 * @throws RollcallError `unsupported_media_type`, `payload_too_large`, `malformed_json`
 */
export const strictJson: MiddlewareHandler = async ({ req }, next) => {
  const text = await readText(req);
  Object.assign(req.bodyCache, { text: Promise.resolve(text) });
  await next();
};

async function readText(request: HonoRequest): Promise<string> {
  if (!isJson(request))
    throw new RollcallError("unsupported_media_type", {
      detail: "Send the body as `Content-Type: application/json`, in UTF-8 and not compressed.",
    });
  const bytes = await readBytes(request).catch((error) => {
    // A client that goes away in the middle of its body is no fault of ours.
    throw error instanceof RollcallError ? error : new RollcallError("malformed_json", { cause: error });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RollcallError("malformed_json");
  }
}

const token = "[!#$%&'*+.^_`|~\\w-]+";
const value = `(?:${token}|"(?:[^"\\\\]|\\\\.)*")`;
/** JSON is UTF-8 and its media type has no parameters (RFC 8259 sections 8.1, 11): others are as good as none. */
const parameter = `(?:charset=(?:utf-?8|"utf-?8")|(?!charset=)${token}=${value})`;
/** RFC 9110 sections 5.6.6, 8.3.1: a parameter may be missing behind its semicolon. */
const jsonType = new RegExp(`^[ \\t]*application/json(?:[ \\t]*;(?:[ \\t]*${parameter})?)*[ \\t]*$`, "i");

/** In JSON's media type, and with no content coding. */
function isJson(request: HonoRequest): boolean {
  const coding = request.header("content-encoding") || "identity";
  return jsonType.test(request.header("content-type") ?? "") && /^identity$/i.test(coding);
}

async function readBytes(request: HonoRequest): Promise<Uint8Array> {
  const declared = request.header("content-length");
  if (declared !== undefined && Number(declared) > bodyLimit) throw tooLarge();
  // A declared length bounds the body already (RFC 9112 section 6.3); one without is counted as it comes.
  if (declared === undefined && request.raw.body) return readStream(request.raw.body);
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > bodyLimit) throw tooLarge();
  return bytes;
}

async function readStream(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > bodyLimit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(): RollcallError {
  return new RollcallError("payload_too_large", { detail: `A body may have at most ${bodyLimit} bytes.` });
}
