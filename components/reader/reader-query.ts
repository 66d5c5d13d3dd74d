import { graphql } from '@/graphql/generated/operations';

/** What may change while a document is open: its scores and who has set them. Small, so that it is read often. */
export const StandingQuery = graphql(`
  query Standing($id: ID!) {
    node(id: $id) {
      __typename
      ...Standing
    }
  }
  fragment Standing on Document {
    id
    title
    year
    externalId
    language
    status
    isDuplicate
    failureCode
    rankingScore
    rawScore
    calibratedScore
    overrideScore
    version
    createdAt
    collection {
      id
      name
    }
    score {
      value
      failureCode
      precision
      provider
      tokensTotal
      tokensRead
      windows
      windowAggregate
      windowOverlap
      isTruncated
      scoredAt
      model {
        name
        repository
        revision
        contentHash
        isStandIn
        isNamedOnly
        maxTokens
      }
    }
    referenceLabels {
      value
      raw
      source {
        id
        name
        kind
      }
    }
    decisionVersion
    decision {
      id
      value
      reason
      createdAt
      givenBy
      person {
        id
        name
      }
    }
    tags {
      id
      name
      color
    }
    notes(first: 20) {
      totalCount
      nodes {
        id
        text
        createdAt
        isOwn
        author {
          id
          name
        }
      }
    }
    overrides(first: 20) {
      totalCount
      nodes {
        id
        value
        reason
        createdAt
        givenBy
        rater {
          id
          name
        }
      }
    }
  }
`);

/** What never changes: it may be megabytes, and is read once. */
export const DocumentTextQuery = graphql(`
  query DocumentText($id: ID!) {
    node(id: $id) {
      __typename
      ... on Document {
        id
        text
        authors
        journal
        doi
        pmid
        url
        keywords
        metadata
      }
    }
  }
`);

/** Asked for only while highlights are on: hundreds of numbers for a long document. */
export const SentencesQuery = graphql(`
  query Sentences($id: ID!) {
    node(id: $id) {
      __typename
      ...Sentences
    }
  }
  fragment Sentences on Document {
    id
    sentenceScores {
      state
      failureCode
      limit
      sentences {
        start
        end
        score
      }
    }
  }
`);

export const RequestSentences = graphql(`
  mutation RequestSentences($input: RequestSentenceScoresInput!) {
    requestSentenceScores(input: $input) {
      document {
        ...Sentences
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

/** Asked for itself: in a large project counting a place takes longer than reading the document. */
export const RankQuery = graphql(`
  query Rank($id: ID!) {
    node(id: $id) {
      __typename
      ... on Document {
        id
        rank
      }
    }
  }
`);

export const OverrideScore = graphql(`
  mutation OverrideScore($input: OverrideScoreInput!) {
    overrideScore(input: $input) {
      document {
        ...Standing
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const UndoOverride = graphql(`
  mutation UndoOverride($input: UndoOverrideInput!) {
    undoOverride(input: $input) {
      document {
        ...Standing
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
