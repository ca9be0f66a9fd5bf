import { describe, expect, it } from "vitest";
import { signUp } from "../support/accounts.ts";
import { addressIn, inARow, startLimited, times, wrong } from "../support/guessing.ts";
import { password, type TestRollcall } from "../support/rollcall.ts";

const email = "ada@example.com";

/** A way to prove to be the owner of an account, and what a wrong proof is answered with. */
interface Pathway {
  title: string;
  refused: number;
  /** Makes ready what it takes. @returns a wrong proof from an address */
  open(rollcall: TestRollcall): Promise<(ip: string) => Promise<Response>>;
  /** Whoever is signed in has a budget beside that of everybody. */
  isSignedIn?: true;
}

const asOwner = async (rollcall: TestRollcall) => {
  const response = await rollcall.call("POST", "/auth/login", { body: { email, password } });
  return (await response.json()).tokens.accessToken as string;
};

/** A new pathway is a row. */
const pathways: Pathway[] = [
  {
    title: "the password at sign-in",
    refused: 401,
    open: async (rollcall) => (ip) => rollcall.call("POST", "/auth/login", { ip, body: { email, password: wrong } }),
  },
  {
    title: "the current password where it is changed",
    refused: 422,
    isSignedIn: true,
    async open(rollcall) {
      const token = await asOwner(rollcall);
      const body = { currentPassword: wrong, newPassword: "seven lighthouses in a row" };
      return (ip) => rollcall.call("POST", "/me/password", { token, ip, body });
    },
  },
  {
    title: "the password of whoever proves anew that they are there",
    refused: 422,
    isSignedIn: true,
    async open(rollcall) {
      const token = await asOwner(rollcall);
      return (ip) => rollcall.call("POST", "/me/verify", { token, ip, body: { password: wrong } });
    },
  },
  {
    title: "the password where the account is deleted",
    refused: 422,
    isSignedIn: true,
    async open(rollcall) {
      const token = await asOwner(rollcall);
      return (ip) => rollcall.call("DELETE", "/me", { token, ip, body: { password: wrong } });
    },
  },
];

async function start({ open }: Pathway) {
  const rollcall = startLimited();
  await signUp(rollcall, email);
  return { rollcall, guess: await open(rollcall) };
}

describe.each(pathways)("$title", (pathway) => {
  const { refused } = pathway;

  it("is looked at ten times of 120, from as many networks (Q31, Q41, Q42)", async () => {
    const { guess } = await start(pathway);
    expect(inARow(await times(120, (index) => guess(addressIn(index))))).toBe(`${refused} ×10, 429 ×110`);
  });

  it.each(pathways)("has one budget with $title (Q41)", async (other) => {
    const { rollcall, guess } = await start(pathway);
    const guessOtherwise = await other.open(rollcall);
    await times(5, (index) => guess(addressIn(index)));
    await times(5, (index) => guessOtherwise(addressIn(index)));
    const stranger = pathways[0] as Pathway;
    const answers = await times(2, async (index) => (await stranger.open(rollcall))(addressIn(index)));
    expect(inARow(answers)).toBe("429 ×2");
  });
});

it("every route that takes a secret of somebody's is a pathway or has a limit of its own (Q42)", async () => {
  const rollcall = startLimited();
  const document = await (await rollcall.call("GET", "/openapi.json")).json();
  const limited = Object.entries(document.paths as Record<string, Record<string, { responses: object }>>).flatMap(
    ([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) =>
        "429" in responses ? [`${method.toUpperCase()} ${path}`] : [],
      ),
  );
  expect(limited).toEqual(
    expect.arrayContaining(["POST /auth/register", "POST /auth/login", "POST /me/password", "DELETE /me"]),
  );
});
