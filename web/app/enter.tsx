import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router';
import { EnterDemo } from './enter-demo.tsx';
import { EnterLogin } from './enter-login.tsx';
import { Entrance } from '../design/entrance.tsx';
import { session, type Session } from './session.ts';

export const Route = createLazyRoute('/enter')({ component: Enter });

function Enter() {
  const { to, as } = useSearch({ from: '/enter' });
  const navigate = useNavigate();
  const come = async (next: Session) => {
    session.enter(next);
    await navigate({ to: (to?.replace(/^\/app/, '').split('?')[0] || '/') as never });
  };
  return (
    <Entrance>
      {session.kind === 'demo' ? <EnterDemo wanted={as} onEnter={come} /> : <EnterLogin onEnter={come} />}
    </Entrance>
  );
}
