import { z } from 'zod';

/** A setting without which nobody can sign in safely: the start stops with its message. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

export interface AuthSettings {
  /** Seals session cookies and derives invitation links; at least 32 characters. */
  readonly secret: string;
  /** Where people reach the installation, without a closing slash. */
  readonly publicUrl: string;
  /** Whether cookies may travel over https only. */
  readonly isSecure: boolean;
  /** Number of proxies in front whose X-Forwarded-For entries are to be believed. */
  readonly trustedProxies: number;
}

const schema = z.object({
  secret: z
    .string(
      'is not set: set it to a random text of at least 32 characters, for instance from `openssl rand -base64 32`',
    )
    .min(32, 'must have at least 32 characters, for instance from `openssl rand -base64 32`'),
  publicUrl: z.url({ protocol: /^https?$/, error: 'must be an address like https://winnow.example.org' }),
  trustedProxies: z.coerce.number('must be a number').int().min(0).max(10),
});

const NAMES: Record<string, string> = {
  secret: 'NEXTAUTH_SECRET',
  publicUrl: 'NEXTAUTH_URL',
  trustedProxies: 'WINNOW_TRUSTED_PROXIES',
};

/**
 * The settings of sign-in, read when first needed and not when a module loads: the build has no secret.
 *
 * @throws SettingError naming the setting and what to do.
 */
export function requireAuthSettings(environment: NodeJS.ProcessEnv = process.env): AuthSettings {
  const result = schema.safeParse({
    secret: environment.NEXTAUTH_SECRET || environment.AUTH_SECRET || undefined,
    publicUrl: environment.NEXTAUTH_URL || `http://localhost:${environment.PORT || 3000}`,
    trustedProxies: environment.WINNOW_TRUSTED_PROXIES || 0,
  });
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new SettingError(`The setting ${NAMES[String(issue?.path[0])]} ${issue?.message}.`);
  }
  const { secret, publicUrl, trustedProxies } = result.data;
  return { secret, publicUrl: publicUrl.replace(/\/+$/, ''), isSecure: publicUrl.startsWith('https:'), trustedProxies };
}
