import { graphql } from '@/graphql/generated/operations';

export const TeamQuery = graphql(`
  query TeamPage($id: ID!) {
    viewer {
      id
    }
    installation {
      mailsInvitations
      viewerIsOperator
    }
    node(id: $id) {
      __typename
      ... on Team {
        id
        name
        viewerRole
        viewerPermissions
        usage {
          ...TeamUsage
        }
        members(first: 100) {
          totalCount
          nodes {
            role
            since
            user {
              id
              name
              email
            }
          }
        }
        columnMappings(first: 100) {
          totalCount
          nodes {
            id
            columnNames
            columnCount
            confirmedAt
            confirmedBy {
              id
              name
            }
            columns {
              name
              role
            }
            label {
              column
            }
          }
        }
      }
    }
  }
  fragment TeamUsage on TeamUsage {
    documents {
      used
      limit
      isOwn
    }
    storedBytes {
      used
      limit
      isOwn
    }
    filesAtOnce {
      used
      limit
      isOwn
    }
    fileBytesLimit
    fileBytesIsOwn
  }
`);

/** Asked for by those who may invite: to others the list is not theirs to read. */
export const InvitationsQuery = graphql(`
  query TeamInvitations($id: ID!) {
    node(id: $id) {
      __typename
      ... on Team {
        id
        invitations(first: 100) {
          nodes {
            id
            email
            role
            status
            expiresAt
            invitedBy {
              id
              name
            }
          }
        }
      }
    }
  }
`);
