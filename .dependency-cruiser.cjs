/**
 * The rooms and the one direction in which they may import each other (docs/architecture.md, "Rooms").
 * A room not named for another is forbidden to it; tests may reach what they test, nothing more.
 */
const ROOMS = [
  'app',
  'components',
  'graphql',
  'jobs',
  'ingestion',
  'inference',
  'calibration',
  'prisma',
  'e2e',
  'scripts',
  'bench',
];
const MAY_IMPORT = {
  app: ['components', 'graphql'],
  components: [],
  graphql: ['prisma', 'calibration', 'ingestion', 'jobs'],
  jobs: ['prisma', 'ingestion', 'inference', 'calibration'],
  ingestion: [],
  inference: [],
  calibration: [],
  prisma: [],
  e2e: ['prisma'],
  scripts: ['app', 'components', 'graphql', 'jobs', 'ingestion', 'inference', 'calibration', 'prisma'],
  bench: ['graphql', 'jobs', 'ingestion', 'inference', 'calibration', 'prisma', 'scripts'],
};

const inRoom = (room) => `^${room}/`;
const rooms = ROOMS.map((room) => ({
  name: `${room}-imports-only-its-neighbours`,
  severity: 'error',
  comment: `${room} may import ${MAY_IMPORT[room].join(', ') || 'nothing of ours'}`,
  from: { path: inRoom(room), pathNot: '\\.api\\.test\\.tsx?$' },
  to: {
    path: `^(${ROOMS.filter((other) => other !== room && !MAY_IMPORT[room].includes(other)).join('|')})/`,
    // Generated operation types are what pages and components speak in.
    ...(room === 'components' ? { pathNot: '^graphql/generated/' } : {}),
  },
}));

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'app-enters-graphql-by-its-doors',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^graphql/', pathNot: '^graphql/(execute|server|context|access|errors|generated/|doors/)' },
    },
    {
      name: 'graphql-knows-job-definitions-only',
      severity: 'error',
      from: { path: '^graphql/', pathNot: '\\.api\\.test\\.ts$' },
      // and the shape and the words of what an inspection leaves behind
      to: {
        path: '^jobs/',
        pathNot:
          '^jobs/(definitions|queue|events|file-store|quotas|rejects-file|imports/(inspected-file|label-values|may-end-otherwise))',
      },
    },
    {
      name: 'graphql-knows-ingestion-types-only',
      severity: 'error',
      from: { path: '^graphql/', pathNot: '\\.api\\.test\\.ts$' },
      to: { path: '^ingestion/', pathNot: '^ingestion/types' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-product-imports-tests',
      severity: 'error',
      from: { pathNot: '\\.(test|api\\.test|journey)\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|generated|\\.next)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs'],
    },
  },
};
