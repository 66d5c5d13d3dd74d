/**
 * Writes the code that is made from schema files: the Prisma client (prisma/generated) and the GraphQL types
 * (graphql/generated). Runs after `npm ci`, before tests and at every start: silent, and quick when nothing changed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules/.cache/winnow/generated.json');

const GENERATORS = [
  {
    name: 'Prisma client',
    main: 'prisma/schema.prisma',
    inputs: ['package.json', 'prisma.config.ts'],
    output: 'prisma/generated',
    command: ['node_modules/prisma/build/index.js', 'generate'],
  },
  {
    name: 'GraphQL types',
    main: 'codegen.ts',
    inputs: ['package.json', 'scripts/type-defs-plugin.mjs', 'graphql', 'app', 'components', 'e2e'],
    output: 'graphql/generated',
    command: ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.ts', '--silent'],
  },
];

const stamps = readStamps();
for (const generator of GENERATORS) {
  if (!existsSync(join(root, generator.main))) continue; // only package.json is there in an image's first layer
  const hash = hashOf(generator);
  if (stamps[generator.name] === hash && existsSync(join(root, generator.output))) continue;
  generate(generator);
  stamps[generator.name] = hash;
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify(stamps, null, 2));
}

function generate({ name, command: [program, ...args] }) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(root, program), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  if (status === 0) return;
  process.stderr.write(`${name} could not be generated.\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n`);
  process.exit(1);
}

function hashOf({ main, inputs, output }) {
  const hash = createHash('sha256');
  for (const file of [main, ...inputs].flatMap(filesOf).filter((path) => !path.startsWith(output))) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Sources that can hold a schema or an operation. */
function filesOf(path) {
  if (!existsSync(join(root, path))) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(root, path), { recursive: true })
    .map((name) => `${path}/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(graphql|tsx?)$/.test(name))
    .sort();
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}
