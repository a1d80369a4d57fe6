/** The first stop of the Tab key: past the navigation, to the page itself. */
export function SkipLink({ children }: { children: string }) {
  return (
    <a
      href="#page"
      className="sr-only rounded-crown bg-act px-4 py-3 font-semibold text-on-act focus:not-sr-only focus:absolute focus:start-3 focus:top-3 focus:z-50 focus:px-4 focus:py-3"
    >
      {children}
    </a>
  )
}
