/** First stop of the Tab key: past the frame, to the page itself. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-semibold text-accent-ink shadow-float focus-visible:translate-y-0"
    >
      Skip to the page
    </a>
  );
}
