'use client';

import { SlidersHorizontal } from 'lucide-react';
import { DECISIONS, type DocumentFilters, NO_FILTERS, STATUSES } from '@/components/documents/document-filters';
import { SourceFilters } from '@/components/documents/filter-source';
import { DECISION_WORDS, STATUS_WORDS } from '@/components/documents/filter-words';
import { ScoreRange } from '@/components/documents/score-range';
import type { LabelSourceView } from '@/components/documents/source-filters';
import type { DeskAddress } from '@/components/documents/use-desk-address';
import { Button } from '@/components/ui/button';
import { type CheckboxChoice, CheckboxList } from '@/components/ui/checkbox-list';
import { Segmented } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { formatScore } from '@/components/ui/format-number';
import { Popover } from '@/components/ui/popover';

type FilterPopoverProps = Readonly<{
  address: DeskAddress;
  projectId: string;
  collections: readonly { readonly id: string; readonly name: string }[];
  sources: readonly LabelSourceView[];
  tags: readonly { readonly id: string; readonly name: string }[];
  threshold: number | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}>;

/** Of as many as a team makes. */
const LONG_LIST = 'max-h-48 overflow-y-auto';

/** What the list may be narrowed by; each choice counts at once. */
export function FilterPopover(props: FilterPopoverProps) {
  const { address, projectId, collections, sources, tags, threshold, open, onOpenChange } = props;
  const { filters, filter } = address;
  const change = (part: Partial<DocumentFilters>) => filter({ ...filters, ...part });
  return (
    <Popover
      label="Filters"
      align="end"
      open={open}
      onOpenChange={onOpenChange}
      className="max-h-(--radix-popover-content-available-height) w-80 overflow-y-auto"
      trigger={
        <Button icon={<SlidersHorizontal aria-hidden />} aria-keyshortcuts="f">
          Filter
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ScoreRange filters={filters} onChange={change} />
        <Field
          label={threshold === null ? 'Threshold' : `Threshold ${formatScore(threshold)}`}
          group
          {...(threshold === null ? { hint: 'None is active yet: nothing is included or left out.' } : {})}
        >
          <YesNo
            value={filters.isIncluded}
            yes="Included"
            no="Not included"
            disabled={threshold === null}
            onChange={(isIncluded) => change({ isIncluded })}
          />
        </Field>
        <Field label="Experts" group>
          <YesNo
            value={filters.isOverridden}
            yes="Overridden"
            no="Not overridden"
            onChange={(isOverridden) => change({ isOverridden })}
          />
        </Field>
        <CheckboxList
          label="Decision"
          choices={DECISIONS.map((value) => ({ value, label: DECISION_WORDS[value] }))}
          chosen={filters.decisions}
          onChange={(chosen) => change({ decisions: DECISIONS.filter((decision) => chosen.includes(decision)) })}
        />
        {tags.length > 0 ? (
          <CheckboxList
            label="Tags"
            choices={tags.map(toChoice)}
            chosen={filters.tagIds}
            onChange={(chosen) => change({ tagIds: chosen.sort() })}
            className={LONG_LIST}
          />
        ) : null}
        <CheckboxList
          label="Scoring"
          choices={STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] }))}
          chosen={filters.statuses}
          onChange={(chosen) => change({ statuses: STATUSES.filter((status) => chosen.includes(status)) })}
        />
        {collections.length > 1 ? (
          <CheckboxList
            label="Collections"
            choices={collections.map(toChoice)}
            chosen={filters.collectionIds}
            onChange={(chosen) => change({ collectionIds: chosen.sort() })}
            className={LONG_LIST}
          />
        ) : null}
        <SourceFilters projectId={projectId} sources={sources} filters={filters} onChange={change} />
        <Button
          variant="quiet"
          className="self-start"
          onClick={() => filter({ ...NO_FILTERS, search: filters.search })}
        >
          Clear filters
        </Button>
      </div>
    </Popover>
  );
}

const ANY = 'any';

function YesNo({
  value,
  yes,
  no,
  disabled = false,
  onChange,
}: Readonly<{
  value: boolean | null;
  yes: string;
  no: string;
  disabled?: boolean;
  onChange: (value: boolean | null) => void;
}>) {
  return (
    <Segmented
      value={value === null ? ANY : value ? 'yes' : 'no'}
      disabled={disabled}
      onValueChange={(choice) => onChange(choice === ANY ? null : choice === 'yes')}
      options={[
        { value: ANY, label: 'All' },
        { value: 'yes', label: yes },
        { value: 'no', label: no },
      ]}
    />
  );
}

function toChoice({ id, name }: Readonly<{ id: string; name: string }>): CheckboxChoice<string> {
  return { value: id, label: name };
}
