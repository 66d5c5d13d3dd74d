import { requireLine } from '@/graphql/input-text';

const MAX_NAME = 120;

export function readCollectionName(name: string | null | undefined, field = 'name'): string {
  return requireLine(field, name, MAX_NAME);
}
