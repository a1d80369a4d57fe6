import { cn } from './cn'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'rail'
export type ButtonSize = 'md' | 'sm' | 'lg'

const base =
  'relative inline-flex items-center justify-center gap-2 rounded-crown font-semibold text-center no-underline ' +
  'transition-[background-color,color,border-color,transform] duration-150 active:translate-y-px ' +
  'focus-visible:rounded-crown disabled:opacity-55 aria-busy:opacity-80 [&_svg]:size-[1.125em] [&_svg]:shrink-0'

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-act text-on-act hover:bg-act-hover',
  secondary: 'border border-line-strong bg-sheet text-ink hover:border-ink hover:bg-page',
  quiet: 'text-ink-soft hover:bg-well hover:text-ink',
  danger: 'bg-pink text-on-pink hover:brightness-95',
  rail: 'border border-rail-line text-rail-ink hover:bg-rail-lit',
}

/* 44 px for fingers everywhere; `sm` is 36 px only where the pointer is fine. */
const sizes: Record<ButtonSize, string> = {
  sm: 'min-h-11 px-3 py-1.5 text-small pointer-fine:min-h-9',
  md: 'min-h-11 px-4.5 py-2 text-[1rem]/[1.3]',
  lg: 'min-h-13 px-6 py-3 text-body',
}

export function buttonLook(variant: ButtonVariant, size: ButtonSize, wide: boolean, className?: string): string {
  return cn(base, variants[variant], sizes[size], wide && 'w-full', className)
}
