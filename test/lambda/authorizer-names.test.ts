import { describe, expect, it } from "vitest";
import { nameAuthorizers } from "../../infra/audiences.ts";

const prefix = "rollcall-production-";

describe("the name of a service's authorizer", () => {
  it.each([
    ["orders", "AuthorizerOrders"],
    ["line-items", "AuthorizerLineItems"],
    ["https://orders.example.com/v1", "AuthorizerOrdersExampleComV1"],
    ["urn:example:billing", "AuthorizerUrnExampleBilling"],
  ])("is made of the letters and digits of its audience: %s", (audience, name) => {
    expect(nameAuthorizers([audience], prefix).get(audience)).toBe(name);
  });

  it("is of one service alone", () => {
    expect(() => nameAuthorizers(["orders", "line-items", "line.items"], prefix)).toThrow(
      "line-items and line.items would both be called rollcall-production-AuthorizerLineItems",
    );
  });

  it("has the 64 characters that Lambda allows", () => {
    expect(nameAuthorizers(["o".repeat(34)], prefix).size).toBe(1);
    expect(() => nameAuthorizers(["o".repeat(35)], prefix)).toThrow("is too long for the name of its authorizer");
  });
});
