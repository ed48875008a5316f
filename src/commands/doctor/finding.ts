/** One thing that is not as it should be, and what to do about it, each in a sentence. */
export interface Finding {
  /** Stable, for scripts: `PORT_IN_USE`. */
  code: string;
  severity: 'info' | 'warning' | 'error';
  sentence: string;
  remedy: string;
}
