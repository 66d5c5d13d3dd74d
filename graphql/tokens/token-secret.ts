import { createHash, randomBytes } from 'node:crypto';

/** A personal token as it is shown once: `wnw_` and 256 random bits in base64url. */
export function createTokenSecret(): string {
  return `wnw_${randomBytes(32).toString('base64url')}`;
}

const FORMAT = /^wnw_[A-Za-z0-9_-]{43}$/;

export function isTokenSecret(text: string): boolean {
  return FORMAT.test(text);
}

/** The first characters: enough to tell tokens apart, and 220 secret bits remain. */
export function prefixOf(secret: string): string {
  return secret.slice(0, 10);
}

/** SHA-256, hex. A secret of 256 random bits needs no slow hash: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
