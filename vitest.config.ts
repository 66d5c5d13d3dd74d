import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const alias = [
  { find: /^@\//, replacement: `${root}/` },
  // Packages outside vite's reach load graphql's CommonJS build; two builds in one process refuse each other's schema.
  { find: /^graphql$/, replacement: `${root}/node_modules/graphql/index.js` },
];
const exclude = ['**/node_modules/**', '**/.next/**', 'data/**', 'e2e/**'];

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...exclude, '**/*.api.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'api',
          include: ['**/*.api.test.ts'],
          exclude,
          globalSetup: ['./scripts/test-database.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
