import type { ReactNode } from 'react';
import classes from './admin.module.css';

/** A table that may be wider than the screen: the keyboard, too, can move it. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
