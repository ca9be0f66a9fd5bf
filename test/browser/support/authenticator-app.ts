import { TOTP, URI } from "otpauth";
import type { Page } from "playwright-core";
import decodeQR from "qr/decode.js";
import type { TestRollcall } from "../../support/rollcall.ts";
import { button, part } from "./example.ts";

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

/** What a camera sees. */
async function pixelsIn(tab: Page) {
  const code = tab.getByRole("img", { name: "QR code for an authenticator app" });
  const { size, data } = await code.evaluate(async (svg) => {
    const size = 512;
    const image = new Image(size, size);
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    image.src = `data:image/svg+xml,${encodeURIComponent(svg.outerHTML)}`;
    await image.decode();
    const context = new OffscreenCanvas(size, size).getContext("2d");
    context?.drawImage(image, 0, 0, size, size);
    return { size, data: [...(context?.getImageData(0, 0, size, size).data ?? [])] };
  });
  return { width: size, height: size, data: Uint8Array.from(data) };
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
