import { TOTP, URI } from "otpauth";
import type { Page } from "playwright-core";
import decodeQR from "qr/decode.js";
import { nextCode, signUpProtected } from "../../support/factors.ts";
import type { TestRollcall, TestRollcallOptions } from "../../support/rollcall.ts";
import { button, email, openExample, part, said, signInIn } from "./example.ts";

/** What somebody has on their phone. */
export interface TestApp {
  /** The code of the next half minute: the service takes none twice. */
  nextCode(): string;
}

/** Scans the QR code that a page shows. */
export async function scanIn(tab: Page, { clock }: TestRollcall): Promise<TestApp> {
  const app = URI.parse(decodeQR(await pixelsIn(tab)));
  if (!(app instanceof TOTP)) throw new Error("Is no app that goes by the time");
  return {
    nextCode() {
      clock.advance(30);
      return app.generate({ timestamp: clock.now().getTime() });
    },
  };
}

/** What a camera sees: four dots for each side of a square. */
async function pixelsIn(tab: Page) {
  const code = tab.getByRole("img", { name: "QR code for an authenticator app" });
  const dots = await code.evaluate(async (svg: Element) => {
    const size = 4 * (svg as SVGSVGElement).viewBox.baseVal.width;
    const image = new Image(size, size);
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    image.src = `data:image/svg+xml,${encodeURIComponent(svg.outerHTML)}`;
    await image.decode();
    const context = new OffscreenCanvas(size, size).getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.drawImage(image, 0, 0, size, size);
    const { data } = context.getImageData(0, 0, size, size);
    return Array.from({ length: size * size }, (_, dot) => ((data[4 * dot] as number) < 128 ? "#" : " ")).join("");
  });
  const size = Math.sqrt(dots.length);
  const data = Uint8Array.from([...dots].flatMap((dot) => Array(3).fill(dot === "#" ? 0 : 255)));
  return { width: size, height: size, data };
}

/** Answers what is asked for beside a first proof. */
export async function answer(tab: Page, label: string, code: string): Promise<void> {
  await tab.getByLabel(label).fill(code);
  await button(tab, "Sign in").click();
}

/** An account with an app, which is signed in in a tab. */
export async function withApp(settings: TestRollcallOptions["settings"] = {}) {
  const example = await openExample({}, settings);
  const { rollcall, tab } = example;
  const { app } = await signUpProtected(rollcall, email);
  await signInIn(tab, email);
  await answer(tab, "Code of the app", nextCode(rollcall, app));
  await said(tab, "10 recovery codes are left.");
  return { ...example, app: { nextCode: () => nextCode(rollcall, app) }, codes: app.recoveryCodes };
}

/** Sets an app up, up to what the page says then. */
export async function addApp(tab: Page, rollcall: TestRollcall, name = ""): Promise<TestApp> {
  await button(tab, "Add an authenticator app").click();
  const app = await scanIn(tab, rollcall);
  await tab.getByLabel("Code of the app").fill(app.nextCode());
  await tab.getByLabel("Name of the app").fill(name);
  await button(tab, "Confirm the app").click();
  return app;
}

/** The recovery codes that are shown this one time, and put away. */
export async function keepCodes(tab: Page): Promise<string[]> {
  const shown = part(tab, "Your recovery codes");
  await shown.waitFor();
  const codes = await shown.getByRole("code").allTextContents();
  await button(tab, "I have kept them").click();
  await shown.waitFor({ state: "detached" });
  return codes;
}
