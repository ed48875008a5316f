import type { ReactNode } from 'react';
import { t } from '../app/words.ts';
import classes from './entrance.module.css';
import { Logo } from './logo.tsx';
import { PageTitle } from './page-title.tsx';

/** The page around everything that happens before one is in. */
export function Entrance({ children }: { children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <Logo size={44} />
        <span>{t('app.name')}</span>
      </div>
      {children}
    </main>
  );
}

/** One question on that page. */
export function EntranceCard({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <section className={classes.card}>
      <PageTitle>{title}</PageTitle>
      {children}
    </section>
  );
}
