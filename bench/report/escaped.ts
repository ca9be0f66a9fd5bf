const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", '"': "&quot;" };

/** Text as SVG and HTML take it. */
export function escaped(text: string): string {
  return text.replace(/[&<"]/g, (character) => entities[character] as string);
}

/** Text as Markdown takes it, where an angle begins HTML. */
export const inMarkdown = (text: string): string => text.replaceAll("<", "&lt;");
