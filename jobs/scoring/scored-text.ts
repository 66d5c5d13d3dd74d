/**
 * What the model reads of a document: its title, unless the text begins with it, and its text. A record of a
 * bibliography has its subject in the title and often no abstract at all.
 */
export function scoredText({ title, text }: { readonly title: string | null; readonly text: string }): string {
  if (!title || text.startsWith(title)) return text;
  return text === '' ? title : `${title}\n${text}`;
}
