import { lazy, Suspense } from 'react';
import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router';
import { Entrance } from '../design/entrance.tsx';
import classes from './enter.module.css';
import { part } from './part.ts';
import { session, type Session } from './session.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/enter')({ component: Enter });

// Each instance needs one of the two.
const EnterDemo = lazy(() => part(() => import('./enter-demo.tsx')));
const EnterLogin = lazy(() => part(() => import('./enter-login.tsx')));

function Enter() {
  const { to, as } = useSearch({ from: '/enter' });
  const navigate = useNavigate();
  const come = async (next: Session) => {
    session.enter(next);
    await navigate({ to: (to?.replace(/^\/app/, '').split('?')[0] || '/') as never });
  };
  return (
    <Entrance>
      {session.current && to && (
        <p className={classes.forbidden} role="status">
          {t('enter.forbidden')} <a href="/app">{t('error.home')}</a>
        </p>
      )}
      <Suspense>
        {session.kind === 'demo' ? <EnterDemo wanted={as} onEnter={come} /> : <EnterLogin onEnter={come} />}
      </Suspense>
    </Entrance>
  );
}
