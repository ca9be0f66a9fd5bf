/** HTML as it may be sent: only {@link html} makes it. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Part = string | Html | readonly Html[];

/** A template whose every value is escaped, unless it was made by such a template itself. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(texts.map((text, index) => text + sourceOf(parts[index] ?? "")).join(""));
}

function sourceOf(part: Part): string {
  if (typeof part === "string") return part.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
  return part instanceof Html ? part.source : part.map(({ source }) => source).join("");
}
