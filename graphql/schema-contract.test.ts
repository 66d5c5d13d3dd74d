import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '@/graphql/schema';
import { type DeclaredChange, listBreakingChanges, printContract } from '@/graphql/schema-contract';

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
const snapshot = read('schema.snapshot.graphql');
const declared = JSON.parse(read('declared-breaking-changes.json')) as DeclaredChange[];

describe('the contract of the API', () => {
  it('breaks nobody, unless the change is declared in graphql/declared-breaking-changes.json', () => {
    expect(listBreakingChanges(snapshot, schema, declared)).toEqual([]);
  });

  it('is written down as it is', () => {
    expect(printContract(schema), 'The schema has changed: run npm run schema:snapshot.').toBe(snapshot);
  });

  it('is broken only for a reason', () => {
    for (const { change, reason } of declared)
      expect({ change, reason }).toEqual({ change, reason: expect.stringMatching(/\S/) });
  });
});

describe('a change of the contract', () => {
  const before = 'type Query { team(id: ID!): Team } type Team { id: ID! colour: String }';
  const changes = (after: string, declarations: DeclaredChange[] = []) =>
    listBreakingChanges(before, buildSchema(after), declarations);

  it('that takes away or asks more breaks, whatever order things are written in', () => {
    expect(changes('type Team { colour: String id: ID! } type Query { team(id: ID!): Team }')).toEqual([]);
    expect(changes('type Query { team(id: ID!): Team } type Team { id: ID! }')).toEqual([
      'FIELD_REMOVED: Team.colour was removed.',
    ]);
    expect(changes('type Query { team(id: ID!, at: Int!): Team } type Team { id: ID! colour: String }')).toEqual([
      'REQUIRED_ARG_ADDED: A required arg at on Query.team was added.',
    ]);
    expect(changes('type Query { team(id: ID!): Team } type Team { id: ID! colour: String, name: String }')).toEqual(
      [],
    );
  });

  it('that is declared is let through, and no other with it', () => {
    const removal = { change: 'FIELD_REMOVED: Team.colour was removed.', reason: 'Nobody saw it.' };
    expect(changes('type Query { team(id: ID!): Team } type Team { id: ID! }', [removal])).toEqual([]);
    expect(changes('type Query { team(id: ID!): Team } type Team { id: Int! }', [removal])).toEqual([
      'FIELD_CHANGED_KIND: Team.id changed type from ID! to Int!.',
    ]);
  });
});
