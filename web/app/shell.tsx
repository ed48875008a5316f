import '../design/all-parts.css';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { LivePill } from '../design/live-pill.tsx';
import { Logo } from '../design/logo.tsx';
import { PageTitle } from '../design/page-title.tsx';
import { OfficeBell } from '../notices/office-bell.tsx';
import { areas } from './areas.ts';
import { part } from './part.ts';
import classes from './shell.module.css';
import { session } from './session.ts';
import { UserMenu } from './user-menu.tsx';
import { t } from './words.ts';

const ShortMessages = lazy(() => part(() => import('./short-messages.tsx')));

interface ShellProps {
  /** The page's heading, where the area shows none of its own. */
  title?: string;
  /** What the area puts into the bar: its search, its main button. */
  bar?: ReactNode;
  children: ReactNode;
}

/** The frame of the office areas: one bar, the rest is the area's. */
export function Shell({ title, bar, children }: ShellProps) {
  const mine = areas.filter(({ roles, path }) => session.has(roles) && path !== '/driver');
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <header className={classes.bar}>
        <Link to="/" className={classes.home} aria-label={t('app.name')}>
          <Logo />
          <span>{t('app.name')}</span>
        </Link>
        {mine.length > 1 && (
          <nav className={classes.areas}>
            {mine.map(({ path, words }) => (
              <Link key={path} to={path as never} activeProps={{ 'aria-current': 'page' }}>
                {t(words)}
              </Link>
            ))}
          </nav>
        )}
        <div className={classes.slot}>{bar}</div>
        <LivePill />
        <OfficeBell />
        <UserMenu />
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        {title && <PageTitle className="unseen">{title}</PageTitle>}
        {children}
      </main>
      <Suspense>
        <ShortMessages />
      </Suspense>
    </div>
  );
}
