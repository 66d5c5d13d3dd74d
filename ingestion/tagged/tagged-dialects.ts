import { MEDLINE_DIALECT } from '@/ingestion/medline/medline-dialect';
import { OVID_DIALECT } from '@/ingestion/ovid/ovid-dialect';
import { SILVERPLATTER_DIALECT } from '@/ingestion/ovid/silverplatter-dialect';
import { REFER_DIALECT } from '@/ingestion/refer/refer-dialect';
import { RIS_DIALECT } from '@/ingestion/ris/ris-dialect';
import type { TaggedDialect } from '@/ingestion/tagged/tagged-dialect';
import type { FormatName } from '@/ingestion/types';
import { WOS_DIALECT } from '@/ingestion/wos/wos-dialect';

export type TaggedFormat = Extract<FormatName, 'ris' | 'nbib' | 'wos' | 'refer' | 'ovid' | 'silverplatter'>;

export const TAGGED_DIALECTS: Readonly<Record<TaggedFormat, TaggedDialect>> = {
  ris: RIS_DIALECT,
  nbib: MEDLINE_DIALECT,
  wos: WOS_DIALECT,
  refer: REFER_DIALECT,
  ovid: OVID_DIALECT,
  silverplatter: SILVERPLATTER_DIALECT,
};
