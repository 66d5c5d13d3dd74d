'use client';

import { Search, X } from 'lucide-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { MAX_SEARCH } from '@/components/documents/document-filters';
import type { DeskAddress } from '@/components/documents/use-desk-address';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { TextField } from '@/components/ui/text-field';

type SearchFieldProps = Readonly<{ ref: Ref<HTMLInputElement>; address: DeskAddress; isReading: boolean }>;

const PAUSE_MS = 250;

/** Words of title and text; asked when the typing pauses, or at once with Enter. */
export function SearchField({ ref, address, isReading }: SearchFieldProps) {
  const { filters, filter } = address;
  const [text, setText] = useState(filters.search);
  const [asked, setAsked] = useState(filters.search);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  // Back, or a chip, has changed the search from outside.
  if (asked !== filters.search) {
    setAsked(filters.search);
    if (text.trim() !== filters.search) setText(filters.search);
  }
  const stop = () => clearTimeout(timer.current ?? undefined);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  const ask = (words: string) => {
    stop();
    filter({ ...filters, search: words.trim() });
  };
  const type = (words: string) => {
    setText(words);
    stop();
    timer.current = setTimeout(() => ask(words), PAUSE_MS);
  };
  const clear = () => {
    setText('');
    ask('');
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to all browsers we serve
    <form
      role="search"
      className="flex min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        ask(text);
      }}
    >
      <TextField
        ref={ref}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label="Search titles and texts"
        placeholder="Search titles and texts"
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        maxLength={MAX_SEARCH}
        value={text}
        leading={isReading && filters.search ? <Spinner /> : <Search aria-hidden />}
        {...(text
          ? { trailing: <IconButton label="Clear the search" icon={<X aria-hidden />} onClick={clear} /> }
          : {})}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text) clear();
          else event.currentTarget.blur();
        }}
      />
    </form>
  );
}
