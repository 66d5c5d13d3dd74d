import { randomBytes } from 'node:crypto';
import { hash, type Options, verify } from '@node-rs/argon2';

/**
 * Argon2id, version 1.3, 19 MiB, two passes, one lane, 32 bytes: OWASP's first choice of 2024 for password storage.
 * About 25 ms on one core of 2024; raise the cost here, hashes carry the parameters they were made with.
 */
const PARAMETERS: Options = {
  algorithm: 2,
  version: 1,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
};

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), PARAMETERS);
}

export function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize('NFKC'));
}

let nobodysHash: Promise<string> | undefined;

/** Takes as long as a wrong password does, where there is no account: the time must not tell them apart. */
export async function isNobodysPassword(password: string): Promise<false> {
  nobodysHash ??= hashPassword(randomBytes(32).toString('hex'));
  await isPassword(await nobodysHash, password);
  return false;
}
