import { defineConfig } from "vite";

// The page's script is run where there is no document.
export default defineConfig({ build: { modulePreload: false } });
