import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonStyle, buttonStyles } from '@/components/ui/button-styles';
import { mergeClasses } from '@/components/ui/merge-classes';
import { Spinner } from '@/components/ui/spinner';

type ButtonProps = Readonly<
  ComponentProps<'button'> & ButtonStyle & { icon?: ReactNode; loading?: boolean; trailing?: ReactNode }
>;

/** Something happens here. While `loading` it keeps its width and its focus, and does not answer again. */
export function Button({
  variant,
  size,
  icon,
  trailing,
  loading = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={loading && type === 'submit' ? 'button' : type}
      aria-busy={loading || undefined}
      aria-disabled={loading || rest['aria-disabled']}
      onClick={loading ? undefined : onClick}
      className={mergeClasses(buttonStyles({ variant, size }), className)}
    >
      {loading ? <Spinner /> : icon}
      <span className="truncate">{children}</span>
      {trailing}
    </button>
  );
}

type ButtonLinkProps = Readonly<ComponentProps<typeof Link> & ButtonStyle & { icon?: ReactNode; trailing?: ReactNode }>;

/** A place to go that stands among buttons. */
export function ButtonLink({ variant, size, icon, trailing, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={mergeClasses(buttonStyles({ variant, size }), className)}>
      {icon}
      <span className="truncate">{children}</span>
      {trailing}
    </Link>
  );
}
