import { expect, it } from "vitest";
import { refusalOf } from "../support/accounts.ts";
import { mailsOf } from "../support/mails.ts";
import { password, startRollcall } from "../support/rollcall.ts";

const routes: [path: string, body: object][] = [
  ["/auth/register", { password }],
  ["/auth/email/verify/resend", {}],
  ["/auth/password/forgot", {}],
];

const addresses = [
  "ada@example.com\nbcc:eve@example.com",
  "ada@example.com\r\nBcc: eve@example.com",
  "ada@example.com%0abcc:eve@example.com",
  "ada@example.com,eve@example.com",
  "ada@example.com;eve@example.com",
  "ada@example.com eve@example.com",
  "Ada <ada@example.com>",
  "<ada@example.com>",
  "ada@example.com\0",
  "ada@example.com\u2028eve@example.com",
  ["ada@example.com", "eve@example.com"],
  { address: "ada@example.com" },
];

it.each(routes)(
  "%s takes one address, and what looks like two, or like a header field, causes no mail (Q20)",
  async (path, body) => {
    const rollcall = startRollcall();
    for (const email of addresses) {
      const answer = await rollcall.call("POST", path, { body: { ...body, email } });
      expect([email, await refusalOf(answer)]).toEqual([email, "422 validation_failed"]);
    }
    expect(await mailsOf(rollcall)).toEqual([]);
  },
);
