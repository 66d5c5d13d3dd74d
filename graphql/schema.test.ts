import { isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { schema } from '@/graphql/schema';

const ROOTS = new Set(['Query', 'Mutation']);

it('answers every field that takes arguments, and every operation', () => {
  const silent = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__') && name !== 'Subscription')
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => (field.args.length > 0 || ROOTS.has(type.name)) && !field.resolve)
        .map((field) => `${type.name}.${field.name}`),
    );
  expect(silent).toEqual([]);
});

it('opens a stream for every subscription', () => {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.filter((field) => !field.subscribe).map(({ name }) => name)).toEqual([]);
});
