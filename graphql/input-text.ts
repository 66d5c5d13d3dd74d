import { invalid } from '@/graphql/errors';

/** A line of text a person typed: trimmed, not empty, at most `maxLength` characters, nothing that does not print. */
export function requireLine(field: string, text: string | null | undefined, maxLength: number): string {
  const line = (text ?? '').trim().normalize('NFC');
  if (line === '') throw invalid(field, 'This must not be empty.', 'REQUIRED');
  if ([...line].length > maxLength) throw invalid(field, `This has at most ${maxLength} characters.`, 'TOO_LONG');
  // Control characters and broken surrogates: PostgreSQL refuses some, and the rest would break a mail's header.
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(line)) throw invalid(field, 'This holds characters that cannot be shown.');
  return line;
}
