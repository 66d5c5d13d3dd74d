'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import {
  placeOnScale,
  SCORE_MAX,
  SCORE_MIN,
  snapThreshold,
  thresholdAfterKey,
} from '@/components/charts/threshold-scale';
import { formatScore } from '@/components/ui/format-number';

type ThresholdHandleProps = Readonly<{
  value: number;
  /** Left edge of the plot and its width, in the pixels of the box that holds the handle. */
  left: number;
  width: number;
  height: number;
  label: string;
  /** What the value means, read out with it: "3.20, 812 of 2,020 included". */
  valueText: string;
  onChange: (value: number) => void;
  /** Once, when the hand lets go or a key has moved it: the moment to ask the server. */
  onCommit?: (value: number) => void;
}>;

/** The threshold as a line one can take hold of: 28 px wide to the pointer (44 to a finger), one pixel to the eye. */
export function ThresholdHandle(props: ThresholdHandleProps) {
  const { value, left, width, height, label, valueText, onChange, onCommit } = props;
  const latest = useRef(value);
  const x = left + placeOnScale(value) * width;

  const moveTo = (next: number) => {
    latest.current = next;
    onChange(next);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    latest.current = value;
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box || width <= 0) return;
    const share = (event.clientX - box.left - left) / width;
    moveTo(snapThreshold(SCORE_MIN + share * (SCORE_MAX - SCORE_MIN)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = thresholdAfterKey(event.key, event.shiftKey, value);
    if (next === null) return;
    event.preventDefault();
    moveTo(next);
    onCommit?.(next);
  };

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={SCORE_MIN}
      aria-valuemax={SCORE_MAX}
      aria-valuenow={Math.min(SCORE_MAX, Math.max(SCORE_MIN, value))}
      aria-valuetext={valueText}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => onCommit?.(latest.current)}
      onKeyDown={onKeyDown}
      className="group absolute top-0 left-0 flex w-(--target) cursor-ew-resize touch-none justify-center rounded-sm will-change-transform"
      style={{ transform: `translateX(calc(${x}px - 50%))`, height }}
    >
      <span className="h-full w-[2px] bg-ink group-hover:bg-accent group-focus-visible:bg-accent" />
      <span className="absolute top-0 rounded-sm bg-ink px-1.5 font-semibold text-ground text-sm leading-5 group-hover:bg-accent group-hover:text-accent-ink group-focus-visible:bg-accent group-focus-visible:text-accent-ink">
        {formatScore(value)}
      </span>
    </div>
  );
}
