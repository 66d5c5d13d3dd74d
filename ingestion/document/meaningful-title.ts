import { squeeze } from '@/ingestion/document/read-values';

const MAX_TITLE_LENGTH = 500;
// What programs write where nobody gave a title.
const BY_A_PROGRAM =
  /^(?:untitled|no title|title|document\d*|dokument\d*|word document|presentation\d*|slide \d+|microsoft word\b.*|powerpoint presentation|.*\.(?:docx?|pdf|tex|dvi|rtf|indd|odt|qxd|ps|eps|p65|fm|wpd|txt|html?))$/i;

/** A title that a file's own properties give, or null where it was made by a program and names nothing. */
export function meaningfulTitle(title: string | null | undefined, fileName: string): string | null {
  const tidy = squeeze(title ?? '');
  const letters = tidy.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 3 || tidy.length > MAX_TITLE_LENGTH || BY_A_PROGRAM.test(tidy)) return null;
  return bareName(tidy) === bareName(fileName) ? null : tidy;
}

function bareName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? name;
  return base.replace(/\.[A-Za-z0-9]{2,5}$/, '').toLowerCase();
}
