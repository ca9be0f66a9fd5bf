import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, expectTypeOf, it } from "vitest";
import { createClient, memoryStore, type RollcallClient, type SessionState, type User } from "../index.ts";
import { RollcallProvider, SignedIn, SignedOut, type UserData, useRollcall, useSession, useUser } from "./index.tsx";

/* What React makes of them in a page is tested in a browser: test/browser/components.browser.ts. */

const client = createClient("https://auth.example.test", {
  store: memoryStore(),
  reauthenticate: () => false,
  fetch: () => Promise.reject(new Error("Rendering asks nobody")),
});

const render = (...children: ReactElement[]) =>
  renderToStaticMarkup(createElement(RollcallProvider, { client }, ...children));

describe("on a server", () => {
  it("nobody is known to be signed in, or signed out", () => {
    const Shown = () =>
      createElement("p", null, `${useSession().status}, ${useUser().isLoading ? "loading" : "there"}`);
    expect(render(createElement(Shown))).toBe("<p>unknown, loading</p>");
    expect(render(createElement(SignedIn, null, "in"), createElement(SignedOut, null, "out"))).toBe("");
  });

  it("the client is there for whoever needs it", () => {
    const Same = () => String(useRollcall() === client);
    expect(render(createElement(Same))).toBe("true");
  });
});

it("outside of a provider each says what is missing", () => {
  for (const use of [useRollcall, useSession, useUser]) {
    const Lost = () => String(use());
    expect(() => renderToStaticMarkup(createElement(Lost))).toThrow(
      "There is no RollcallProvider around this component",
    );
  }
});

describe("the types", () => {
  it("are those of the client", () => {
    expectTypeOf(useRollcall).returns.toEqualTypeOf<RollcallClient>();
    expectTypeOf(useSession).returns.toEqualTypeOf<SessionState>();
    expectTypeOf(useUser).returns.toEqualTypeOf<UserData>();
    expectTypeOf<UserData["user"]>().toEqualTypeOf<User | null>();
  });

  it("ask for a client, and for nothing else", () => {
    expectTypeOf(RollcallProvider).parameter(0).toExtend<{ client: RollcallClient }>();
    // @ts-expect-error: there is no client
    const without = () => createElement(RollcallProvider, {});
    expectTypeOf(without).toBeFunction();
  });
});
