import type { DocxParts } from '@/ingestion/docx/docx-parts';

export interface CoreProperties {
  title?: string;
  author?: string;
  subject?: string;
  keywords?: string;
  pageCount?: number;
}

const CORE = 'docProps/core.xml';
const APP = 'docProps/app.xml';
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** What a Word file says of itself; the page count is the one its program last counted. */
export async function readCoreProperties(parts: DocxParts): Promise<CoreProperties> {
  const core = parts.exists(CORE) ? await parts.read(CORE) : '';
  const app = parts.exists(APP) ? await parts.read(APP) : '';
  const pages = Number(elementText(app, 'Pages'));
  return {
    title: elementText(core, 'title'),
    author: elementText(core, 'creator'),
    subject: elementText(core, 'subject'),
    keywords: elementText(core, 'keywords'),
    ...(Number.isSafeInteger(pages) && pages > 0 ? { pageCount: pages } : {}),
  };
}

/** The text of the first element of a name, whatever its prefix; these parts are flat lists of such elements. */
function elementText(xml: string, name: string): string {
  const found = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml)?.[1] ?? '';
  return found.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, named) => {
    if (named !== undefined) return ENTITIES.get(named) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
