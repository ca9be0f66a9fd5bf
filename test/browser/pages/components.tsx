import { lazy } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { createClient } from "../../../packages/client/src/index.ts";
import "./bare.ts";
import { LatePart, Page } from "./page.tsx";

/* Takes over what a server has rendered, or begins. */

window.client = createClient("http://127.0.0.1:3000", { store: localStorage, reauthenticate: () => false });
const Late = lazy(async () => {
  await new Promise<void>((resolve) => {
    window.comeLate = resolve;
  });
  return { default: LatePart };
});
const root = document.getElementById("root") as HTMLElement;
const page = <Page client={window.client} Late={Late} />;
if (root.hasChildNodes()) hydrateRoot(root, page);
else createRoot(root).render(page);
