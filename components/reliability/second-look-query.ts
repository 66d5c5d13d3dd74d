import { graphql } from '@/graphql/generated/operations';

export const SecondLookQuery = graphql(`
  query SecondLookDesk($projectId: ID!, $sampleId: ID!) {
    project(id: $projectId) {
      id
      description
      viewerPermissions
    }
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        archivedAt
        labelErrors {
          suspects
          nextSize
        }
        secondLook {
          ...OpenSecondLook
        }
      }
    }
  }
  fragment OpenSecondLook on SecondLook {
    id
    size
    answeredCount
    upcoming(count: 5) {
      ...LookItem
    }
    answered {
      ...LookItem
    }
  }
  fragment LookItem on SecondLookItem {
    id
    position
    title
    text
    authors
    journal
    year
    value
    isSkipped
    reason
    version
  }
`);

export const StartSecondLook = graphql(`
  mutation StartSecondLook($input: StartSecondLookInput!) {
    startSecondLook(input: $input) {
      secondLook {
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

export const RateSecondLook = graphql(`
  mutation RateSecondLook($input: RateSecondLookInput!) {
    rateSecondLook(input: $input) {
      item {
        ...LookItem
      }
      secondLook {
        ...OpenSecondLook
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const WithdrawSecondLook = graphql(`
  mutation WithdrawSecondLook($input: WithdrawSecondLookInput!) {
    withdrawSecondLook(input: $input) {
      item {
        ...LookItem
      }
      secondLook {
        ...OpenSecondLook
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const FinishSecondLook = graphql(`
  mutation FinishSecondLook($input: FinishSecondLookInput!) {
    finishSecondLook(input: $input) {
      secondLook {
        id
        finishedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
