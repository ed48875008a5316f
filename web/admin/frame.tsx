import { createLazyRoute, Link, Outlet } from '@tanstack/react-router';
import { Shell } from '../app/shell.tsx';
import classes from './admin.module.css';
import { sections } from './sections.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin')({ component: Frame });

function Frame() {
  return (
    <Shell>
      <div className={classes.frame}>
        <nav className={classes.nav} aria-label={t('nav.label')}>
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
