/** A request to paste into a shell: the top of this project's list, with a token from the environment. */
export function exampleRequest(origin: string, projectId: string): string {
  const query =
    'query Top($id: ID!) { project(id: $id) { name documents(first: 10) { nodes { id title rankingScore isIncluded } } } }';
  const body = JSON.stringify({ query, variables: { id: projectId } });
  return [
    `curl -s ${origin}/api/graphql \\`,
    `  -H "Authorization: Bearer $WINNOW_TOKEN" \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${body}'`,
  ].join('\n');
}
