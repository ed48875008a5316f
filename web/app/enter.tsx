import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router';
import { EnterDemo } from './enter-demo.tsx';
import { EnterLogin } from './enter-login.tsx';
import classes from './enter.module.css';
import { Logo } from '../design/logo.tsx';
import { session, type Session } from './session.ts';
import { t } from './words.ts';

export const Route = createLazyRoute('/enter')({ component: Enter });

function Enter() {
  const { to, as } = useSearch({ from: '/enter' });
  const navigate = useNavigate();
  const come = async (next: Session) => {
    session.enter(next);
    await navigate({ to: (to?.replace(/^\/app/, '').split('?')[0] || '/') as never });
  };
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <Logo size={44} />
        <span>{t('app.name')}</span>
      </div>
      {session.kind === 'demo' ? <EnterDemo wanted={as} onEnter={come} /> : <EnterLogin onEnter={come} />}
    </main>
  );
}
