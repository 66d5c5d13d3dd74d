import { findUser } from '@/graphql/accounts/find-user';
import { findAuditEvent } from '@/graphql/audit/find-audit-event';
import { findCalibration } from '@/graphql/calibrations/find-calibration';
import { findCollection } from '@/graphql/collections/find-collection';
import { findImportRun } from '@/graphql/collections/find-import-run';
import type { Context } from '@/graphql/context';
import { findDecision } from '@/graphql/decisions/find-decision';
import { findDocument } from '@/graphql/documents/find-document';
import { findDriftReport } from '@/graphql/drift/find-drift-report';
import { findProposal } from '@/graphql/duplicates/find-proposal';
import { AppError } from '@/graphql/errors';
import { findExport } from '@/graphql/exports/find-export';
import { type IdType, readGlobalId } from '@/graphql/global-id';
import { findColumnMapping } from '@/graphql/mappings/find-column-mapping';
import { findNote } from '@/graphql/notes/find-note';
import { findProject } from '@/graphql/projects/find-project';
import { findRating } from '@/graphql/ratings/find-rating';
import { findRecalibration } from '@/graphql/recalibrations/find-recalibration';
import { findLabelSource } from '@/graphql/references/find-label-source';
import { findSample } from '@/graphql/samples/find-sample';
import { findScoringRun } from '@/graphql/scoring/find-scoring-run';
import { findTag } from '@/graphql/tags/find-tag';
import { findInvitation } from '@/graphql/teams/find-invitation';
import { findTeam } from '@/graphql/teams/find-team';
import { findApiToken } from '@/graphql/tokens/find-api-token';

type Find = (context: Context, key: string, second: string) => Promise<object>;

/** Named by ids and no nodes: they have no page of their own. */
const NO_NODES = ['SampleItem', 'SecondLook', 'SecondLookItem'] as const satisfies readonly IdType[];
type NodeType = Exclude<IdType, (typeof NO_NODES)[number]>;

/** How each type of node is found, asked through the same rules as everywhere else. */
const FINDERS: Record<NodeType, Find> = {
  User: findUser,
  Team: findTeam,
  Invitation: findInvitation,
  ApiToken: findApiToken,
  Project: findProject,
  Collection: findCollection,
  ImportRun: findImportRun,
  ColumnMapping: findColumnMapping,
  ReferenceLabelSource: findLabelSource,
  Document: findDocument,
  ScoringRun: findScoringRun,
  Rating: findRating,
  Sample: findSample,
  Calibration: findCalibration,
  Recalibration: findRecalibration,
  DriftReport: findDriftReport,
  AuditEvent: findAuditEvent,
  DuplicateProposal: findProposal,
  Tag: findTag,
  Note: findNote,
  Decision: findDecision,
  ExportRun: findExport,
};

/** The object a global id names with its type, or null when there is none that the viewer may see. */
export async function findNode(context: Context, id: string): Promise<({ __typename: IdType } & object) | null> {
  const read = readGlobalId(id);
  if (!read || !isNodeType(read.type)) return null;
  const [key = '', second = ''] = read.keys;
  try {
    return { ...(await FINDERS[read.type](context, key, second)), __typename: read.type };
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN')) return null;
    throw error;
  }
}

function isNodeType(type: IdType): type is NodeType {
  return !(NO_NODES as readonly IdType[]).includes(type);
}
