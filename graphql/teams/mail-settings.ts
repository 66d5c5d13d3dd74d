import { z } from 'zod';
import { SettingError } from '@/graphql/accounts/auth-settings';

export interface MailSettings {
  readonly url: string;
  readonly from: string;
}

const mailUrl = z.url({ protocol: /^smtps?$/ });
/** A mail is part of an answer to a person who waits; each step of it may take this long. */
const STEP_MS = '3000';

/**
 * How invitations are mailed; null where no SMTP_URL is set and links are handed over.
 *
 * @throws SettingError
 */
export function readMailSettings(environment: NodeJS.ProcessEnv = process.env): MailSettings | null {
  const given = environment.SMTP_URL;
  if (!given) return null;
  if (!mailUrl.safeParse(given).success) {
    throw new SettingError('The setting SMTP_URL must be like smtp://user:password@mail.example.org:587.');
  }
  const from = environment.SMTP_FROM?.trim();
  if (!from || /[\r\n]/.test(from)) {
    throw new SettingError('The setting SMTP_FROM must name the sender of mails, like Winnow <winnow@example.org>.');
  }
  const url = new URL(given);
  for (const step of ['connectionTimeout', 'greetingTimeout', 'socketTimeout', 'dnsTimeout']) {
    if (!url.searchParams.has(step)) url.searchParams.set(step, STEP_MS);
  }
  return { url: url.href, from };
}
