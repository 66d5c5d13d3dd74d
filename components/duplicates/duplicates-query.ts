import { graphql } from '@/graphql/generated/operations';

export const ProposalsQuery = graphql(`
  query Proposals($id: ID!, $after: String) {
    project(id: $id) {
      id
      duplicateProposals(first: 20, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...Proposal
        }
      }
    }
  }
  fragment Proposal on DuplicateProposal {
    id
    yearDifference
    sharedAuthors
    authorShare
    first {
      ...ProposedRecord
    }
    second {
      ...ProposedRecord
    }
  }
  fragment ProposedRecord on Document {
    id
    title
    authors
    year
    journal
    doi
    pmid
    excerpt
    rankingScore
    collection {
      name
    }
  }
`);

export const DecideProposal = graphql(`
  mutation DecideProposal($input: DecideDuplicateProposalInput!) {
    decideDuplicateProposal(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

/** Who else is a record of this work. */
export const GroupQuery = graphql(`
  query DocumentGroup($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      ... on Document {
        ...ProposedRecord
        duplicateGroup {
          size
          first {
            id
          }
        }
        duplicateDecision {
          kind
          createdAt
          decidedBy {
            name
          }
        }
        duplicates(first: 20, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            ...ProposedRecord
            externalId
            createdAt
          }
        }
      }
    }
  }
`);

export const SplitDuplicate = graphql(`
  mutation SplitDuplicate($input: SplitDuplicateInput!) {
    splitDuplicate(input: $input) {
      document {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
export const JoinDuplicates = graphql(`
  mutation JoinDuplicates($input: JoinDuplicatesInput!) {
    joinDuplicates(input: $input) {
      document {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
export const UndoDuplicateDecision = graphql(`
  mutation UndoDuplicateDecision($input: UndoDuplicateDecisionInput!) {
    undoDuplicateDecision(input: $input) {
      document {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const JoinCandidatesQuery = graphql(`
  query JoinCandidates($id: ID!, $search: String) {
    project(id: $id) {
      id
      documents(filter: { search: $search }, first: 10) {
        nodes {
          id
          title
          excerpt
          year
          externalId
          collection {
            name
          }
        }
      }
    }
  }
`);
