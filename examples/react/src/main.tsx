import "./mailed.ts";
import { RollcallProvider } from "@rollcall/client/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { client } from "./rollcall.ts";
import "./style.css";

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <RollcallProvider client={client}>
      <App />
    </RollcallProvider>
  </StrictMode>,
);
