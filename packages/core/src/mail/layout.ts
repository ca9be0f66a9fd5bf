import { type Html, html } from "./html.ts";

/** What stands in a mail, in the order in which it is read. */
export interface Content {
  language: string;
  subject: string;
  /** What lists of mails show beside the subject. */
  preheader: string;
  greeting: string;
  paragraphs: readonly string[];
  button?: { label: string; href: string } | undefined;
  /** The code in the form that people type, and what to say before it. */
  code?: { label: string; digits: string } | undefined;
  /** How long it is good, and what to do if it was somebody else. */
  notes: readonly string[];
  /** Who sends it. */
  footer: string;
}

/*
 * How every mail looks: this file is the one to restyle. Styles stand at each element, since programs that show mails drop
 * style sheets; colours only where both of a pair are set, so that dark modes can turn the rest around. No image, no font and
 * no other thing is loaded from anywhere, so nobody learns when a mail is opened.
 */
const styles = {
  body: "margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif",
  preheader: "display:none;max-height:0;overflow:hidden",
  main: "max-width:560px;margin:0 auto",
  paragraph: "margin:0 0 16px",
  button:
    "display:inline-block;padding:12px 24px;border-radius:6px;background-color:#1a4fba;color:#ffffff;font-weight:600;text-decoration:none",
  address: "margin:0 0 16px;font-size:13px;word-break:break-all",
  digits: "margin:0 0 16px;font:600 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px",
  note: "margin:0 0 12px;font-size:14px",
  footer: "margin:24px 0 0;padding-top:12px;border-top:1px solid #8a8f98;font-size:13px",
};

/** The mail for programs that show HTML. */
export function toHtml({ language, subject, preheader, greeting, paragraphs, button, code, notes, footer }: Content) {
  const paragraph = (text: string, style = styles.paragraph) => html`<p style="${style}">${text}</p>\n`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
</head>
<body style="${styles.body}">
<div style="${styles.preheader}">${preheader}</div>
<div role="article" lang="${language}" dir="ltr" style="${styles.main}">
${paragraph(greeting)}${paragraphs.map((text) => paragraph(text))}${button ? buttonHtml(button) : ""}${code ? codeHtml(code) : ""}${notes.map((text) => paragraph(text, styles.note))}${paragraph(footer, styles.footer)}</div>
</body>
</html>
`.source;
}

function buttonHtml({ label, href }: { label: string; href: string }): Html {
  return html`<p style="${styles.paragraph}"><a href="${href}" style="${styles.button}">${label}</a></p>
<p style="${styles.address}"><a href="${href}">${href}</a></p>\n`;
}

function codeHtml({ label, digits }: { label: string; digits: string }): Html {
  return html`<p style="${styles.paragraph}">${label}</p>
<p style="${styles.digits}">${digits}</p>\n`;
}

/** The same for programs that show plain text. */
export function toText({ greeting, paragraphs, button, code, notes, footer }: Content): string {
  const blocks = [
    greeting,
    ...paragraphs,
    ...(button ? [`${button.label}:\n${button.href}`] : []),
    ...(code ? [`${code.label}\n\n    ${code.digits}`] : []),
    ...notes,
    `-- \n${footer}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}
