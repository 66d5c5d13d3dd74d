import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { DuplicateProposalRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

/** A proposal of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findProposal(context: Context, proposalId: string): Promise<DuplicateProposalRow> {
  const proposal = await readProposal(proposalId, null);
  await requireProject(context, proposal.projectId, 'project:read', 'proposal');
  return proposal;
}

export async function readProposal(proposalId: string, field: string | null): Promise<DuplicateProposalRow> {
  const proposal = await getDatabase().duplicateProposal.findUnique({ where: { id: proposalId } });
  if (!proposal) throw notFound('proposal', field);
  return proposal;
}
