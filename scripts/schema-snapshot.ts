/** `npm run schema:snapshot`: writes the GraphQL contract down, unless that would hide a breaking change nobody declared. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { typeDefs } from '@/graphql/generated/type-defs';
import { type DeclaredChange, listBreakingChanges, printContract } from '@/graphql/schema-contract';
import { projectRoot } from './project-root';

const snapshot = join(projectRoot, 'graphql/schema.snapshot.graphql');
const declarations = 'graphql/declared-breaking-changes.json';

const schema = buildSchema(typeDefs);
const declared = JSON.parse(readFileSync(join(projectRoot, declarations), 'utf8')) as DeclaredChange[];
const breaking = existsSync(snapshot) ? listBreakingChanges(readFileSync(snapshot, 'utf8'), schema, declared) : [];
if (breaking.length > 0) {
  console.error(
    `Programs of others may break on this. Declare each with its reason in ${declarations}, or take it back:`,
  );
  for (const change of breaking) console.error(`  ${change}`);
  process.exitCode = 1;
} else {
  writeFileSync(snapshot, printContract(schema));
  console.log('graphql/schema.snapshot.graphql is written.');
}
