import { expect, it } from "vitest";
import { refusalOf } from "../support/accounts.ts";
import { describeOnEachDatabase } from "../support/databases.ts";
import { signInWithPasskey, signUpWithPasskey } from "../support/passkeys.ts";
import { startRollcall } from "../support/rollcall.ts";

describeOnEachDatabase("a page that asks for a passkey and is not ours", (form) => {
  it.each<[string, unknown, { origin?: string }]>([
    ["is named", "https://blog.example.test", { origin: "https://blog.example.test" }],
    ["is named where it is an app", "android:apk-key-hash:pNiP5iK", { origin: "android:apk-key-hash:pNiP5iK" }],
    ["is not named by what would break a line", "https://blog.example.test\n", {}],
    ["is not named by what is too long", `https://${"a".repeat(300)}.test`, {}],
    ["is not named by what is no text", ["https://blog.example.test"], {}],
  ])("%s in the log, so that an operator finds one they forgot to list", async (_, origin, named) => {
    const rollcall = startRollcall({ form });
    const { authenticator } = await signUpWithPasskey(rollcall);
    const signedIn = await signInWithPasskey(rollcall, authenticator, { clientData: (data) => ({ ...data, origin }) });
    expect(await refusalOf(signedIn)).toBe("401 invalid_credentials");
    const { notices } = JSON.parse(rollcall.logs.at(-1) as string);
    expect(notices).toContainEqual({ type: "passkey.foreign_origin", ...named });
  });
});
