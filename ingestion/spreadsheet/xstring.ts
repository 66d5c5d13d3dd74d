const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** Characters that XML forbids, as Office writes them: '_x000B_', and '_x005F_' for an underscore that would begin one. */
export function unescapeXstring(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
