import type { ReactNode } from 'react';
import { PageTitle } from '../design/page-title.tsx';
import classes from './admin.module.css';

/** What a screen is about, and its main button. */
export function PageHead({
  title,
  intro,
  children,
}: {
  title: string;
  intro?: string;
  children?: ReactNode;
}) {
  return (
    <header className={classes.head}>
      <div>
        <PageTitle>{title}</PageTitle>
        {intro && <p>{intro}</p>}
      </div>
      {children && <div className={classes.bar}>{children}</div>}
    </header>
  );
}
