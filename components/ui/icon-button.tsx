'use client';

import type { ComponentProps, ReactNode } from 'react';
import { type ButtonStyle, buttonStyles } from '@/components/ui/button-styles';
import { mergeClasses } from '@/components/ui/merge-classes';
import { Spinner } from '@/components/ui/spinner';
import { Tooltip } from '@/components/ui/tooltip';

type IconButtonProps = Readonly<
  Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
    label: string;
    icon: ReactNode;
    keys?: string;
    loading?: boolean;
    side?: 'top' | 'right' | 'bottom' | 'left';
    variant?: ButtonStyle['variant'];
  }
>;

/** A button whose picture is enough for those who know it; the tooltip and the label name it for everybody else. */
export function IconButton({
  label,
  icon,
  keys,
  loading = false,
  side,
  variant = 'quiet',
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} keys={keys} side={side}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-busy={loading || undefined}
        aria-disabled={loading || rest['aria-disabled']}
        onClick={loading ? undefined : onClick}
        className={mergeClasses(buttonStyles({ variant, size: 'small' }), 'px-0', className)}
      >
        {loading ? <Spinner /> : icon}
      </button>
    </Tooltip>
  );
}
