import { createHmac, randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import { type FactorProof, type FactorSlice, openPlace, placeOfCodeKey, type RecoveryCodes } from "../factor/index.ts";
import { crockford } from "../kernel/ids.ts";
import type { UserDocument } from "../user/index.ts";

/** How many there are at first. */
const recoveryCodeCount = 10;

/** 60 bits, of which there are so few guesses that nobody comes near. */
const codeLength = 12;

/** New codes, as they are shown this one time, and what is kept of them. */
export function newRecoveryCodes(
  { secrets }: Pick<Context, "secrets">,
  userId: string,
): { codes: string[]; stored: RecoveryCodes } {
  const key = randomBytes(32);
  const codes = Array.from({ length: recoveryCodeCount }, newCode);
  const left = Object.fromEntries(codes.map((code) => [digestOf(key, code), true as const]));
  return { codes: codes.map(shown), stored: { key: secrets.seal("recovery-code", key, userId), left } };
}

const newCode = () => Array.from(randomBytes(codeLength), (byte) => crockford[byte & 31]).join("");

/** In groups of four. */
const shown = (code: string) => (code.match(/.{4}/g) as string[]).join("-");

const digestOf = (key: Uint8Array, code: string) => createHmac("sha256", key).update(code).digest("base64url");

/** @param code as `recoveryCodeSchema` has read it. @returns null where it is none that is left. */
export function proveRecoveryCode(
  ctx: Pick<Context, "secrets" | "clock" | "notice">,
  account: UserDocument,
  code: string,
): FactorProof | null {
  const { _id, email, name, recoveryCodes } = account;
  if (!recoveryCodes) return null;
  const key = openPlace(ctx, placeOfCodeKey(_id, recoveryCodes));
  const digest = key && digestOf(key, code);
  if (!digest || !recoveryCodes.left[digest]) return null;
  const path = `recoveryCodes.left.${digest}`;
  const left = recoveryCodesLeft(account) - 1;
  const at = ctx.clock.now().toISOString();
  return {
    proof: { method: "recovery_code" },
    expected: { [path]: true },
    change: { $unset: { [path]: true } },
    causes: [
      { type: "recovery_code.used", actor: { type: "user", id: _id }, data: { left } },
      { template: "recovery-code-used", to: email, data: { name, left, at } },
    ],
  };
}

const recoveryCodesLeft = ({ recoveryCodes }: FactorSlice): number => Object.keys(recoveryCodes?.left ?? {}).length;
