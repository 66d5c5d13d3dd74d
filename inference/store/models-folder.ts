import path from 'node:path';
import { isRepository } from './model-reference';

/** `<data>/models/<owner>--<name>/<revision>/`, with `<revision>.pull` beside it for as long as a pull is not whole. */
export function modelsFolder(dataFolder: string): string {
  return path.join(dataFolder, 'models');
}

export function repositoryFolder(dataFolder: string, repository: string): string {
  return path.join(modelsFolder(dataFolder), repository.replace('/', '--'));
}

export function storedFolder(dataFolder: string, repository: string, revision: string): string {
  return path.join(repositoryFolder(dataFolder, repository), revision);
}

/** Where a pull of one commit collects its files: shared by every pull of it, and gone on with after an interruption. */
export function pullFolder(dataFolder: string, repository: string, commit: string): string {
  return `${storedFolder(dataFolder, repository, commit)}.pull`;
}

/** The repository whose folder this is, or null for a folder of another kind. */
export function repositoryOfFolder(name: string): string | null {
  const repository = name.replace('--', '/');
  return isRepository(repository) ? repository : null;
}
