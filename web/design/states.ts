/** Each state has one colour everywhere: `--ready` in tokens.css. */
export type DriverState = 'offline' | 'online' | 'busy' | 'on_break';

/** The colour as the style sheet has it now, light or dark; for what is drawn by hand, such as maps. */
export function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || '#888';
}
