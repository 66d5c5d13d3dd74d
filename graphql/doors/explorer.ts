import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const EXAMPLE = `# Your teams and projects, with the top of each ranked list.
query TopOfEachList {
  teams(first: 5) {
    nodes {
      name
      projects(first: 5) {
        nodes {
          id
          name
          documents(first: 3) {
            nodes { title excerpt rankingScore }
          }
        }
      }
    }
  }
}
`;

/** The explorer carries all of its code inline: its page alone may run inline script, and reaches this origin only. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob: data:; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

let page: string | null = null;

export function renderExplorer(): Response {
  page ??= renderGraphiQL({
    title: 'Winnow API explorer',
    endpoint: '/api/graphql',
    subscriptionsProtocol: 'SSE',
    defaultQuery: EXAMPLE,
    isHeadersEditorEnabled: true,
  });
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'private, max-age=3600',
    },
  });
}
