import { graphql } from '@/graphql/generated/operations';
import type { ImportPreviewQuery as PreviewResult } from '@/graphql/generated/operations/graphql';

export const ImportPreviewQuery = graphql(`
  query ImportPreview($id: ID!) {
    node(id: $id) {
      __typename
      ... on ImportRun {
        id
        status
        preview {
          version
          format
          member
          encoding
          delimiter
          columns {
            name
            role
            samples
            filledShare
            labelKind
          }
          columnsLeftOut
          rowsRead
          rows {
            values {
              column
              value
              isShortened
            }
          }
          notices {
            code
            message
            field
          }
          suggestedLabel {
            column
            kind
          }
          defaultLabelName
          chosenEncoding
          chosenDelimiter
          isPending
          failureCode
          failureMessage
        }
      }
    }
  }
`);

export const ConfirmMapping = graphql(`
  mutation ConfirmImportMapping($input: ConfirmImportMappingInput!) {
    confirmImportMapping(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const PreviewAgain = graphql(`
  mutation PreviewImport($input: PreviewImportInput!) {
    previewImport(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

type Run = Extract<NonNullable<PreviewResult['node']>, { __typename: 'ImportRun' }>;
export type PreviewView = NonNullable<Run['preview']>;
export type PreviewColumnView = PreviewView['columns'][number];
