/** Of a collection, in characters, as the API takes it. */
export const LONGEST_NAME = 120;

/** What a new collection is called after the files that are dropped into it: "references", "references and 13 more". */
export function nameAfter(files: readonly { readonly name: string }[]): string {
  const stem = files[0]?.name.replace(/\.[^.]{1,8}$/, '') || 'Collection';
  const rest = files.length > 1 ? ` and ${files.length - 1} more` : '';
  return `${[...stem].slice(0, LONGEST_NAME - rest.length).join('')}${rest}`;
}
