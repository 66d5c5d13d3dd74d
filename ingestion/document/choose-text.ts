import type { DraftBuilder } from '@/ingestion/document/draft-builder';

/** Key in `metadata`: what the text is, 'abstract', 'body' or 'abstract and body'. */
export const TEXT_SOURCE_KEY = 'textSource';
/** Key in `metadata`: characters of the body of the article or page; absent when there is none. */
export const BODY_LENGTH_KEY = 'bodyLength';

/**
 * The text of a work that has an abstract, a body, or both: the abstract, which is what databases give for the same
 * work and what screening decides by; the body where there is none.
 *
 * @param isFullText  Both where there are both.
 */
export function setText(draft: DraftBuilder, abstract: string | null, body: string, isFullText: boolean): void {
  if (body !== '') draft.keep(BODY_LENGTH_KEY, body.length);
  if (abstract !== null && !(isFullText && body !== '')) {
    draft.set('text', 'abstract', abstract);
    draft.keep(TEXT_SOURCE_KEY, 'abstract');
  } else if (body !== '') {
    draft.set('text', 'body', abstract === null ? body : `${abstract}\n\n${body}`);
    draft.keep(TEXT_SOURCE_KEY, abstract === null ? 'body' : 'abstract and body');
  }
}
