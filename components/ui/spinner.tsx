/** A turning arc. Decorative: whoever shows it says in words what is under way. */
export function Spinner() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="spin size-[1.125em] shrink-0" fill="none">
      <circle cx="10" cy="10" r="7.5" stroke="currentColor" strokeWidth="2.25" opacity="0.28" />
      <path d="M10 2.5a7.5 7.5 0 0 1 7.5 7.5" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" />
    </svg>
  )
}
