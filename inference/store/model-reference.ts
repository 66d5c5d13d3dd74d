import { InferenceError } from '../errors';

/** A model as people name it: `owner/name`, and which state of it. */
export interface ModelReference {
  readonly repository: string;
  /** A branch, tag or commit as it was written; null for the repository's own default or the only one there is. */
  readonly revision: string | null;
}

const PART = '[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9])?';
const REPOSITORY = new RegExp(`^${PART}/${PART}$`);
const REVISION = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,253}[A-Za-z0-9])?$/;

/**
 * Reads `owner/name[@revision]` by the hub's own rules for names, which forbid `--` and `..`; so a repository is a
 * folder name (`owner--name`) and back, and no name can lead out of a folder.
 *
 * @throws InferenceError MODEL_REFERENCE_INVALID
 */
export function parseModelReference(text: string): ModelReference {
  const at = text.indexOf('@');
  const repository = at === -1 ? text : text.slice(0, at);
  const revision = at === -1 ? null : text.slice(at + 1);
  if (isRepository(repository) && (revision === null || (REVISION.test(revision) && !revision.includes('..')))) {
    return { repository, revision };
  }
  throw new InferenceError(
    'MODEL_REFERENCE_INVALID',
    `"${text.slice(0, 300)}" names no model; write owner/name or owner/name@revision`,
  );
}

export function isRepository(text: string): boolean {
  return REPOSITORY.test(text) && !text.includes('--') && !text.includes('..');
}
