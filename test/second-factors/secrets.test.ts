import { expect, it } from "vitest";
import { bodyOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { eventsOf } from "../support/events.ts";
import { answerWith, askedFor, nextCode, refreshed, signUpProtected, wrongCodeOf } from "../support/factors.ts";
import { mailsOf } from "../support/mails.ts";
import { startRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

describeOnEachDatabase("what proves a second factor", (form) => {
  it("is in no log, refusal, event or mail, whether it was right, wrong or used before (Q37, Q167)", async () => {
    const rollcall = startRollcall({ form });
    const { app, tokens } = await signUpProtected(rollcall, email);
    const secrets = [app.secret.toString("hex"), app.secret.toString("base64url"), ...app.recoveryCodes];
    const said: string[] = [];
    const note = async (answer: Response) => {
      if (!answer.ok) said.push(await answer.clone().text(), JSON.stringify([...answer.headers]));
      return answer;
    };
    for (let round = 0; round < 6; round++) {
      const { mfaToken } = await askedFor(rollcall, email);
      const [wrong, right] = [wrongCodeOf(rollcall, app, round), nextCode(rollcall, app)];
      const [recoveryCode = ""] = app.recoveryCodes.slice(round);
      secrets.push(mfaToken, wrong, right);
      for (const answer of [
        { code: wrong },
        { recoveryCode: "zzzz-zzzz-zzzz" },
        { code: right },
        { code: right },
        { recoveryCode },
      ])
        await note(await answerWith(rollcall, mfaToken, answer));
      await note(await answerWith(rollcall, mfaToken, { code: [right], passkey: { id: recoveryCode } }));
      const { accessToken } = await refreshed(rollcall, tokens).catch(() => tokens);
      await note(await rollcall.call("POST", "/me/verify", { token: accessToken, body: { recoveryCode } }));
      await note(await rollcall.call("GET", `/auth/mfa?mfaToken=${mfaToken}&code=${right}`));
    }
    const made = await rollcall.call("POST", "/me/recovery-codes", { token: tokens.accessToken });
    if (made.ok) secrets.push(...(await bodyOf<{ recoveryCodes: string[] }>(made)).recoveryCodes);
    const told = [await eventsOf(rollcall), await mailsOf(rollcall, email)].map((each) => JSON.stringify(each));
    // Six digits may be part of an id or of a time.
    const text = [...rollcall.logs, ...said, ...told]
      .join("\n")
      .replace(/[\w-]{20,}|\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, (long) =>
        secrets.some((secret) => secret.length > 6 && long.includes(secret)) ? long : "…",
      );
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(secret.replaceAll("-", ""));
    }
    expect(said.length).toBeGreaterThan(30);
  });
});
