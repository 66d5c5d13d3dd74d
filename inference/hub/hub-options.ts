import { z } from 'zod';
import { InferenceError } from '../errors';

export interface HubOptions {
  /** Where the hub is, with a path if it has one: no trailing slash. */
  readonly endpoint: string;
  /** Sent to the endpoint's own origin and to no other. */
  readonly token: string | null;
}

const DEFAULT_ENDPOINT = 'https://huggingface.co';

const environment = z.object({
  HF_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .refine((text) => isPlain(new URL(text)), 'must hold no name, password, query or fragment')
    .default(DEFAULT_ENDPOINT),
  HF_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be one word of plain characters')
    .optional(),
});

/**
 * HF_ENDPOINT (https://huggingface.co) and HF_TOKEN (none) as options; empty counts as unset.
 *
 * @throws InferenceError OPTIONS_INVALID naming the variable, never its value.
 */
export function hubOptionsFrom(variables: Readonly<Record<string, string | undefined>>): HubOptions {
  const { HF_ENDPOINT, HF_TOKEN } = variables;
  const parsed = environment.safeParse({ HF_ENDPOINT: HF_ENDPOINT || undefined, HF_TOKEN: HF_TOKEN || undefined });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InferenceError('OPTIONS_INVALID', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
  }
  return { endpoint: parsed.data.HF_ENDPOINT.replace(/\/+$/, ''), token: parsed.data.HF_TOKEN ?? null };
}

function isPlain(url: URL): boolean {
  return !url.username && !url.password && !url.search && !url.hash;
}
