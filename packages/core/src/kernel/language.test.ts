import { expect, it } from "vitest";
import { pickLanguage } from "./language.ts";

it.each([
  [null, "en"],
  ["", "en"],
  ["de", "de"],
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["en-US,en;q=0.9,de;q=0.8", "en"],
  ["fr-FR, fr;q=0.9, de;q=0.5, en;q=0.4", "de"],
  ["en;q=0.3,de;q=0.7", "de"],
  ["DE-ch", "de"],
  ["fr", "en"],
  ["de;q=0", "en"],
  ["*", "en"],
  ["fr,*;q=0.1", "en"],
  ["de;q=2", "en"],
  ["den, deutsch", "en"],
  ["de\r\nx", "en"],
  [`${"x,".repeat(10_000)}de`, "en"],
])("Accept-Language %j: %s", (header, language) => {
  expect(pickLanguage(header, "en")).toBe(language);
});

it("without a wish that can be met there is none but the one given", () => {
  expect(pickLanguage("fr", "de")).toBe("de");
  expect(pickLanguage("*", "de")).toBe("de");
  expect(pickLanguage("fr", null)).toBeNull();
});
