import { createLazyRoute, Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Shell } from '../app/shell.tsx';
import classes from './admin.module.css';
import { sections } from './sections.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin')({ component: Frame });

function Frame() {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the sections are one row, and where one is may lie beyond its edge.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <Shell>
      <div className={classes.frame}>
        <nav ref={nav} className={classes.nav} aria-label={t('nav.label')}>
          {sections.map(({ path, words }) => (
            <Link
              key={path}
              to={path as never}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {t(words)}
            </Link>
          ))}
        </nav>
        <div className={classes.page}>
          <Outlet />
        </div>
      </div>
    </Shell>
  );
}
