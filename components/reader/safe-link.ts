/** A document's address, if it is one a browser may be sent to: only http and https, never a script or a file. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url.trim());
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/** "10.1000/xyz", "doi:10.1000/xyz" or an address of it, as an address at doi.org; null when it is no DOI. */
export function doiUrl(doi: string | null | undefined): string | null {
  const name = /10\.\d{4,9}\/\S+/.exec(doi ?? '')?.[0];
  return name ? `https://doi.org/${name.split('/').map(encodeURIComponent).join('/')}` : null;
}

export function pubmedUrl(pmid: string | null | undefined): string | null {
  const number = /^\s*(?:pmid:?\s*)?(\d{1,9})\s*$/i.exec(pmid ?? '')?.[1];
  return number ? `https://pubmed.ncbi.nlm.nih.gov/${number}/` : null;
}

/** The host of an address, for a link's words. */
export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}
