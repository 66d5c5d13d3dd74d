'use client';

import { useRouter } from 'next/navigation';
import { useOperation } from '@/components/data/use-operation';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { showFailure, showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { RevokeApiTokenMutation, TokensQuery } from '@/graphql/generated/operations/graphql';

const RevokeApiToken = graphql(`
  mutation RevokeApiToken($input: RevokeApiTokenInput!) {
    revokeApiToken(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: RevokeApiTokenMutation) => result.revokeApiToken;

type Token = TokensQuery['apiTokens']['nodes'][number];

const COLUMNS: readonly Column<Token>[] = [
  { key: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => <bdi>{name}</bdi> },
  { key: 'prefix', header: 'Begins with', cell: ({ prefix }) => <code className="font-mono text-xs">{prefix}…</code> },
  { key: 'scopes', header: 'May', cell: ({ scopes }) => (scopes.includes('WRITE') ? 'read and write' : 'read') },
  { key: 'used', header: 'Last used', wideOnly: true, cell: ({ lastUsedAt }) => dayOf(lastUsedAt) ?? 'never' },
  { key: 'until', header: 'Until', wideOnly: true, cell: ({ expiresAt }) => dayOf(expiresAt) ?? 'no end' },
  { key: 'revoke', header: 'Revoke', hideHeader: true, align: 'end', cell: (token) => <RevokeButton token={token} /> },
];

export function TokenTable({ tokens }: Readonly<{ tokens: readonly Token[] }>) {
  return <DataTable caption="API tokens" columns={COLUMNS} rows={tokens} rowKey={({ id }) => id} />;
}

function dayOf(moment: string | null): string | null {
  return moment ? moment.slice(0, 10) : null;
}

function RevokeButton({ token }: Readonly<{ token: Token }>) {
  const router = useRouter();
  const { run } = useOperation(RevokeApiToken, pick);
  const revoke = async () => {
    if (await run({ input: { apiTokenId: token.id } })) showToast({ message: `Token ${token.name} revoked` });
    else showFailure({ message: 'The token was not revoked', detail: 'Try again in a moment.' });
    router.refresh();
  };
  return (
    <AlertDialog
      title={`Revoke ${token.name}?`}
      description="Programs that use it are refused from their next request. It cannot be brought back."
      confirmLabel="Revoke token"
      onConfirm={revoke}
      trigger={
        <Button variant="quiet" size="small" aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      }
    />
  );
}
