import { html } from "hono/html";
import type { KeptMail } from "./mailbox.ts";

/** What the page may load: its own style and nothing else. What a mail's HTML would load, no mail client loads for sure. */
export const mailboxPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
  section { border: 1px solid #8a8f98; border-radius: 6px; padding: 0 1rem 1rem; margin: 1rem 0 }
  h2 { font-size: 1.1rem } li { word-break: break-all } pre { white-space: pre-wrap }
  iframe { width: 100%; height: 30rem; border: 1px solid #8a8f98 }`;

/** The mailbox for a browser. */
export function mailboxPage(mails: readonly KeptMail[]) {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mailbox</title><style>${style}</style></head>
<body>
<h1>Mailbox</h1>
<p>${mails.length === 0 ? "No mail yet." : "The newest first. Load the page again to see what has come since."}</p>
${mails.map(
  ({ to, subject, at, links, text, html: body }) => html`<section>
<h2>${subject}</h2>
<p>To ${to}, ${at}</p>
<ul>${links.map((link) => html`<li><a href="${link}" rel="noreferrer" target="_blank">${link}</a></li>`)}</ul>
<details><summary>As text</summary><pre>${text}</pre></details>
<details><summary>As HTML</summary><iframe title="${subject}" sandbox="allow-popups" srcdoc="${body}"></iframe></details>
</section>`,
)}
</body>
</html>`;
}
