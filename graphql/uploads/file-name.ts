const MAX_LENGTH = 255;

/** A file's name for people to recognise it by: without folders and without what does not print; never a path. */
export function readFileName(name: string | null | undefined): string {
  const base = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  const printable = base.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim();
  return [...printable.normalize('NFC')].slice(0, MAX_LENGTH).join('') || 'unnamed';
}
