import { graphql } from '@/graphql/generated/operations';

export const DecideDocument = graphql(`
  mutation DecideDocument($input: DecideDocumentInput!) {
    decideDocument(input: $input) {
      document {
        ...Standing
      }
      userErrors {
        ...Refusal
      }
    }
  }
  fragment Refusal on UserError {
    code
    field
    message
  }
`);

export const UndoDecision = graphql(`
  mutation UndoDecision($input: UndoDecisionInput!) {
    undoDecision(input: $input) {
      document {
        ...Standing
      }
      userErrors {
        ...Refusal
      }
    }
  }
`);

export const CreateTag = graphql(`
  mutation CreateTag($input: CreateTagInput!) {
    createTag(input: $input) {
      tag {
        id
        name
        color
      }
      userErrors {
        ...Refusal
      }
    }
  }
`);

export const TagDocument = graphql(`
  mutation TagDocument($input: TagDocumentInput!) {
    tagDocument(input: $input) {
      document {
        ...Standing
      }
      userErrors {
        ...Refusal
      }
    }
  }
`);

export const UntagDocument = graphql(`
  mutation UntagDocument($input: UntagDocumentInput!) {
    untagDocument(input: $input) {
      document {
        ...Standing
      }
      userErrors {
        ...Refusal
      }
    }
  }
`);

export const AddNote = graphql(`
  mutation AddNote($input: AddNoteInput!) {
    addNote(input: $input) {
      note {
        id
        document {
          ...Standing
        }
      }
      userErrors {
        ...Refusal
      }
    }
  }
`);

export const WithdrawNote = graphql(`
  mutation WithdrawNote($input: WithdrawNoteInput!) {
    withdrawNote(input: $input) {
      note {
        id
        document {
          ...Standing
        }
      }
      userErrors {
        ...Refusal
      }
    }
  }
`);

export const ChangeNote = graphql(`
  mutation ChangeNote($input: ChangeNoteInput!) {
    changeNote(input: $input) {
      note {
        id
        document {
          ...Standing
        }
      }
      userErrors {
        ...Refusal
      }
    }
  }
`);
