const DOI = /^10\.\d{4,9}\/\S+$/;
// Publishers have resolvers of their own: doi.acm.org, doi.wiley.com.
const DOI_ADDRESS = /^(?:https?:\/\/)?(?:(?:dx\.|www\.)?doi\.org|doi\.[a-z]+\.(?:org|com))\//i;
const PMID_ADDRESS =
  /^https?:\/\/(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov\/pubmed)\/(\d{1,9})(?:[/?#].*)?$/i;

/**
 * A DOI in the one form in which equal DOIs are equal texts.
 *
 * @param value  As people write it: bare, behind 'doi:', as an address, with a full stop at its end.
 * @returns Lower case ('10.1000/xyz'), or null when it is none.
 */
export function normaliseDoi(value: string): string | null {
  let doi = value.trim().replace(/^doi\s*[:=]?\s*/i, '');
  if (DOI_ADDRESS.test(doi)) doi = decodePercent(doi.replace(DOI_ADDRESS, ''));
  doi = doi
    .replace(/\s*\[doi\]$/i, '')
    .replace(/[.,;]+$/, '')
    .toLowerCase();
  return DOI.test(doi) && doi.length <= 512 ? doi : null;
}

/** The DOI that an address of doi.org holds, else null. */
export function doiOfUrl(url: string): string | null {
  return DOI_ADDRESS.test(url.trim()) ? normaliseDoi(url) : null;
}

/** @returns Digits without leading zeros ('22664238'), or null when it is none. */
export function normalisePmid(value: string): string | null {
  const digits = /^(?:pmid\s*[:=]?\s*)?0*([1-9]\d{0,8})(?:\.0)?$/i.exec(value.trim())?.[1];
  return digits ?? pmidOfUrl(value);
}

/** Digits of the PMID that an address of PubMed names; null for any other. */
export function pmidOfUrl(url: string): string | null {
  return PMID_ADDRESS.exec(url.trim())?.[1] ?? null;
}

/** @returns The address as written, 'https:' put before '//…'; null for anything but http, https and ftp. */
export function normaliseUrl(value: string): string | null {
  const url = value
    .trim()
    .replace(/^\/\//, 'https://')
    .replace(/^www\./i, 'https://www.');
  return /^(?:https?|ftp):\/\/[^\s/]/i.test(url) && !/\s/.test(url) ? url : null;
}

/** @returns The first year from 1000 to 2999 that stands alone in the text ('2016/12//', 'Mar 2011'), else null. */
export function yearOf(value: string): number | null {
  const found = /(?:^|[^\d])([12]\d{3})(?:\.0)?(?!\d)/.exec(value)?.[1];
  return found === undefined ? null : Number(found);
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
