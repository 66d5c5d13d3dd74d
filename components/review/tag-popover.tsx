'use client';

import { Check, Plus, Tag as TagIcon } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { TagDot } from '@/components/review/tag-dot';
import type { Review, TagView } from '@/components/review/use-review';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { TextField } from '@/components/ui/text-field';

type TagPopoverProps = Readonly<{
  documentId: string;
  tags: readonly TagView[];
  known: readonly TagView[];
  review: Review;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}>;

const COLORS: readonly TagView['color'][] = ['STONE', 'SLATE', 'CLAY', 'MOSS', 'PLUM'];
const MAX_NAME = 60;

/** Tags of the project, put on and taken off; what is typed finds one or makes it. */
export function TagPopover({ documentId, tags, known, review, open, onOpenChange }: TagPopoverProps) {
  const [typed, setTyped] = useState('');
  const words = typed.trim().toLowerCase();
  const found = known.filter(({ name }) => name.toLowerCase().includes(words));
  const isNew = words !== '' && !known.some(({ name }) => name.toLowerCase() === words);
  const isOn = (tag: TagView) => tags.some(({ id }) => id === tag.id);
  const toggle = (tag: TagView) => void (isOn(tag) ? review.untag(documentId, tag) : review.tag(documentId, tag));
  const make = () => {
    // Neighbours in the list differ; which colour it is means nothing.
    void review.tagAnew(documentId, typed.trim(), COLORS[known.length % COLORS.length] ?? 'STONE');
    setTyped('');
  };
  const takeFirst = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const [first] = found;
    if (isNew && found.length === 0) make();
    else if (first && words !== '') toggle(first);
    setTyped('');
  };
  return (
    <Popover
      label="Tags"
      align="end"
      side="top"
      open={open}
      onOpenChange={onOpenChange}
      trigger={<IconButton label="Tags" keys="t" icon={<TagIcon aria-hidden />} />}
    >
      <TextField
        aria-label="Find or make a tag"
        placeholder="Find or make a tag"
        maxLength={MAX_NAME}
        dir="auto"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={takeFirst}
      />
      <ul aria-label="Tags of the project" className="mt-2 max-h-60 overflow-y-auto">
        {found.map((tag) => (
          <li key={tag.id}>
            <TagButton isPressed={isOn(tag)} onPress={() => toggle(tag)}>
              <TagDot color={tag.color} />
              <bdi className="min-w-0 flex-1 truncate text-left">{tag.name}</bdi>
              {isOn(tag) ? <Check aria-hidden className="size-4 shrink-0" /> : null}
            </TagButton>
          </li>
        ))}
        {isNew ? (
          <li>
            <TagButton onPress={make}>
              <Plus aria-hidden className="size-4 shrink-0" />
              <span className="min-w-0 flex-1 truncate text-left">
                Make the tag “<bdi>{typed.trim()}</bdi>”
              </span>
            </TagButton>
          </li>
        ) : null}
      </ul>
      {known.length === 0 && !isNew ? (
        <p className="px-2 text-ink-muted text-sm">The project has no tags yet. Type a name to make the first.</p>
      ) : null}
    </Popover>
  );
}

function TagButton({
  isPressed,
  onPress,
  children,
}: Readonly<{ isPressed?: boolean; onPress: () => void; children: React.ReactNode }>) {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      onClick={onPress}
      className="target flex w-full items-center gap-2 rounded-md px-2 hover:bg-hover"
    >
      {children}
    </button>
  );
}
