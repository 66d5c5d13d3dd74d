import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = {
  ID: 'string',
  DateTime: { input: 'string', output: 'string' },
  JSON: { input: 'unknown', output: 'unknown' },
  BigInt: { input: 'number', output: 'number' },
};

const config: CodegenConfig = {
  schema: 'graphql/*/*.graphql',
  ignoreNoDocuments: true,
  generates: {
    'graphql/generated/type-defs.ts': { plugins: ['./scripts/type-defs-plugin.mjs'] },
    // What resolvers are held to.
    'graphql/generated/resolver-types.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        contextType: '@/graphql/context#Context',
        scalars: {
          ...scalars,
          DateTime: { input: 'string', output: 'Date | string' },
          BigInt: { input: 'number', output: 'bigint | number' },
        },
        enumsAsTypes: true,
        useTypeImports: true,
        avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
        inputMaybeValue: 'T | null | undefined',
        mapperTypeSuffix: 'Row',
        mappers: {
          User: '@/graphql/rows#UserRow',
          Team: '@/graphql/rows#TeamRow',
          Membership: '@/graphql/rows#MembershipRow',
          Invitation: '@/graphql/rows#InvitationRow',
          ApiToken: '@/graphql/rows#ApiTokenRow',
          Project: '@/graphql/rows#ProjectRow',
          ProjectProgress: '@/graphql/rows#ProgressRow',
          Collection: '@/graphql/rows#CollectionRow',
          ImportRun: '@/graphql/rows#ImportRunRow',
          ImportPreview: '@/graphql/rows#ImportPreviewRow',
          ImportMapping: '@/graphql/rows#ImportMappingRow',
          ColumnMapping: '@/graphql/rows#ColumnMappingRow',
          ReferenceLabelSource: '@/graphql/rows#ReferenceLabelSourceRow',
          ReferenceLabel: '@/graphql/rows#ReferenceLabelRow',
          Document: '@/graphql/rows#DocumentRow',
          DocumentConnection: '@/graphql/rows#DocumentConnectionRow',
          Score: '@/graphql/rows#ScoreRow',
          ScoringRun: '@/graphql/rows#ScoringRunRow',
          Rating: '@/graphql/rows#RatingRow',
          Sample: '@/graphql/rows#SampleRow',
          SampleItem: '@/graphql/rows#SampleItemRow',
          SampleRater: '@/graphql/rows#SampleRaterRow',
          ThresholdCurve: '@/graphql/rows#ThresholdCurveRow',
          Calibration: '@/graphql/rows#CalibrationRow',
          AgreementRater: '@/graphql/rows#AgreementRaterRow',
          AgreementPair: '@/graphql/rows#AgreementPairRow',
          SecondLook: '@/graphql/rows#SecondLookRow',
          SecondLookItem: '@/graphql/rows#SecondLookItemRow',
          SecondLookResult: '@/graphql/rows#SecondLookResultRow',
          Tag: '@/graphql/rows#TagRow',
          Note: '@/graphql/rows#NoteRow',
          Decision: '@/graphql/rows#DecisionRow',
          ExportRun: '@/graphql/rows#ExportRunRow',
          AuditEvent: '@/graphql/rows#AuditEventRow',
          Installation: '@/graphql/rows#InstallationRow',
          DuplicateProposal: '@/graphql/rows#DuplicateProposalRow',
          OpenUpload: '@/graphql/rows#OpenUploadRow',
          InstalledModel: '@/graphql/rows#InstalledModelRow',
          ModelTask: '@/graphql/rows#ModelTaskRow',
        },
      },
    },
    // What pages and components speak in: typed documents for the operations they hold.
    'graphql/generated/operations/': {
      preset: 'client',
      documents: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'e2e/**/*.ts'],
      presetConfig: { fragmentMasking: false },
      config: { scalars, enumsAsTypes: true, useTypeImports: true, documentMode: 'string' },
    },
  },
};
export default config;
