import { describe, expect, it } from "vitest";
import { password, startRollcall } from "../support/rollcall.ts";

/** The order of P-256, the curve of ES256. */
const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

/** The other valid signature of the same token: s becomes n - s. */
function malleated(token: string): string {
  const [header, payload, signature = ""] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  const s = BigInt(`0x${bytes.subarray(32).toString("hex")}`);
  const other = Buffer.from((order - s).toString(16).padStart(64, "0"), "hex");
  return [header, payload, Buffer.concat([bytes.subarray(0, 32), other]).toString("base64url")].join(".");
}

describe("a second spelling of a token", () => {
  it("ends with its session, because sessions are known by their id (Q99)", async () => {
    const rollcall = startRollcall();
    const response = await rollcall.call("POST", "/auth/register", { body: { email: "ada@example.com", password } });
    const { tokens } = (await response.json()) as { tokens: { accessToken: string; refreshToken: string } };
    const copy = malleated(tokens.accessToken);
    expect(copy).not.toBe(tokens.accessToken);
    expect((await rollcall.call("GET", "/me", { token: copy })).status).toBe(200);
    await rollcall.call("POST", "/auth/logout", { body: { refreshToken: tokens.refreshToken } });
    for (const token of [tokens.accessToken, copy]) {
      expect((await rollcall.call("GET", "/me", { token })).status).toBe(401);
    }
  });
});
