import { z } from 'zod';
import { invalid } from '@/graphql/errors';

/** What browsers accept in an e-mail field, so that a page and the server agree. */
const address = z.email({ pattern: z.regexes.html5Email }).max(254);

/** The one form in which an address is stored and compared: trimmed, lower case. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}

export function requireEmail(email: string, field = 'email'): string {
  const normal = normalizeEmail(email);
  if (normal === '') throw invalid(field, 'An e-mail address is needed.', 'REQUIRED');
  if (!address.safeParse(normal).success) throw invalid(field, 'This is not an e-mail address.');
  return normal;
}
