import { describe, expect, it } from "vitest";
import { parseCookie } from "../index.ts";
import { bind, cookieIn, unbind } from "./cookies.ts";

describe("a new cookie, taken apart", () => {
  it("is what frameworks set cookies from, with all that makes it one of __Host-", () => {
    const text = "__Host-rollcall=a.b; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax";
    const parts = { path: "/", httpOnly: true, secure: true, sameSite: "lax" };
    expect(parseCookie(text)).toEqual({ name: "__Host-rollcall", value: "a.b", maxAge: 600, ...parts });
  });

  it("is empty and over at once where it is to be removed", () => {
    const text = "__Host-rollcall=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax";
    expect(parseCookie(text)).toMatchObject({ value: "", maxAge: 0 });
  });
});

describe("a cookie in a request", () => {
  it.each([
    ["c=1", "1"],
    ["a=0; c=1;d=2", "1"],
    ["a=0;  c=1 ; c=2", "1"],
    ["cc=1; xc=1; c", null],
    ['c="1"', null],
    ["c=", null],
    ["", null],
  ])("is found in %j as %j", (field, value) => expect(cookieIn(field, "c")).toBe(value));
});

describe("the cookie of an access token", () => {
  const session = "x".repeat(44);

  it("counts beside every refresh token of its session, and no other's", () => {
    const value = bind("head.payload.signature", `${session}-one.attempt`);
    expect(unbind(value, `${session}-two.attempt`)).toBe("head.payload.signature");
    for (const other of [`${"y".repeat(44)}-one.attempt`, "", null]) expect(unbind(value, other)).toBeNull();
  });

  it.each([null, "", ".", "x", `${session}`, `.${session}`])("is none where it is %j", (value) =>
    expect(unbind(value, "z".repeat(92))).toBeNull(),
  );
});
