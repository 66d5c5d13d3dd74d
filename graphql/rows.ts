import type { AssessedKind } from '@/calibration/choose-recalibration';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import type { RankedConnection } from '@/graphql/documents/ranked-connection';
import type { RecalibrationChoiceData } from '@/graphql/recalibrations/recalibration-choice';
import type { PairAgreement, RatedBy } from '@/graphql/reliability/rater-agreement';
import type { SecondLookOutcomeOf } from '@/graphql/reliability/second-look-results';
import type * as db from '@/prisma/generated/client';
import type { BlindItem } from '@/prisma/queries/sample-answers';
import type { RaterCounts } from '@/prisma/queries/sample-counts';
import type { BlindSecondLook } from '@/prisma/queries/second-looks';

/** What a resolver receives for each GraphQL type: a row of the database, or a small record a service made. */
export type UserRow = Pick<db.User, 'id' | 'name' | 'email'>;
export type TeamRow = db.Team;
export type MembershipRow = db.Membership;
export type InvitationRow = db.Invitation;
export type ApiTokenRow = db.ApiToken;
export type ProjectRow = db.Project;
export type ProgressRow = { readonly project: ProjectRow };
export type CollectionRow = db.Collection;
export type ImportRunRow = Omit<db.ImportRun, 'preview'>;
/** The run, whose columns these are. */
export type ImportPreviewRow = { readonly run: ImportRunRow };
export type ImportMappingRow = { readonly run: ImportRunRow };
export type ColumnMappingRow = db.ColumnMapping;
export type ReferenceLabelSourceRow = db.ReferenceLabelSource;
export type ReferenceLabelRow = db.ReferenceLabel;
export type DocumentRow = Omit<db.Document, 'dedupKey' | 'titleHash'>;
export type DocumentConnectionRow = RankedConnection;
export type ScoreRow = db.Score;
export type ScoringRunRow = db.ScoringRun;
export type RatingRow = db.Rating;
export type SampleRow = db.SampleDesign;
export type SampleItemRow = BlindItem;
export type SampleRaterRow = RaterCounts;
export type ThresholdCurveRow = ThresholdCurveData;
export type CalibrationRow = db.Calibration;
export type RecalibrationRow = db.Recalibration;
export type RecalibrationChoiceRow = RecalibrationChoiceData;
export type RecalibrationCandidateRow = AssessedKind;
export type RerankRow = db.RerankRun;
export type AgreementRaterRow = RatedBy;
export type AgreementPairRow = PairAgreement;
export type SecondLookRow = db.SecondLook;
export type SecondLookItemRow = BlindSecondLook;
export type SecondLookResultRow = SecondLookOutcomeOf;
export type DriftReportRow = db.DriftReport;
export type TagRow = db.Tag;
export type NoteRow = db.Note;
export type DecisionRow = db.Decision;
export type ExportRunRow = db.ExportRun;
export type AuditEventRow = db.AuditEvent;
export type DuplicateProposalRow = db.DuplicateProposal;
export type OpenUploadRow = db.Upload;
export type InstalledModelRow = db.InstalledModel;
export type ModelTaskRow = db.ModelTask;
/** What everybody may know; the rest is asked field by field. */
export interface InstallationRow {
  readonly needsFirstAccount: boolean;
  readonly version: string;
  readonly mailsInvitations: boolean;
}
