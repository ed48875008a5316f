import type { ReactNode } from 'react';
import classes from './empty-state.module.css';
import { PageTitle } from './page-title.tsx';

interface EmptyStateProps {
  title: string;
  /** What to do next. */
  detail?: string;
  /** Where it is all that the page has to say. */
  alone?: boolean;
  children?: ReactNode;
}

/** Where there is nothing to show: what that means and what to do about it. */
export function EmptyState({ title, detail, alone = false, children }: EmptyStateProps) {
  return (
    <div className={classes.empty} data-alone={alone || undefined}>
      <svg viewBox="0 0 88 32" aria-hidden="true">
        <path d="M2 26h84" />
        <circle cx="14" cy="21" r="4" />
        <circle cx="32" cy="17" r="4" />
        <circle cx="50" cy="20" r="4" />
        <circle cx="70" cy="13" r="5" />
      </svg>
      {alone ? <PageTitle>{title}</PageTitle> : <h2>{title}</h2>}
      {detail && <p>{detail}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
