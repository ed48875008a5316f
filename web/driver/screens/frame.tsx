import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import CircleUserRound from 'lucide-react/icons/circle-user-round';
import CloudUpload from 'lucide-react/icons/cloud-upload';
import ListOrdered from 'lucide-react/icons/list-ordered';
import MapIcon from 'lucide-react/icons/map';
import type { ReactNode } from 'react';
import { useDrivingPreferences } from '../device/preferences.ts';
import { useGps } from '../device/gps.ts';
import { takeUpdate, useUpdate } from '../pwa/register.ts';
import { useView, type View } from '../store/driver-store.ts';
import { unsent } from '../store/snapshot.ts';
import { usePositions } from '../store/positions.ts';
import { t } from '../words.ts';
import { DriverBell } from './driver-bell.tsx';
import classes from './frame.module.css';
import { useSayStops } from './say-stops.ts';

/** What is on every screen: how the phone is connected, what is wrong and what to do, and the way around. */
export function Frame() {
  const view = useView();
  const { hand, sunlight } = useDrivingPreferences();
  usePositions(view);
  useSayStops(view);
  const waiting = unsent(view).length;
  return (
    <div className={classes.frame} data-hand={hand} data-sunlight={sunlight || undefined}>
      <header className={classes.bar}>
        <Net view={view} />
        <span className={classes.side}>
          <Gps />
          <DriverBell />
        </span>
      </header>
      <main className={classes.main} id="content">
        <Notices view={view} />
        <Outlet />
      </main>
      <nav className={classes.nav} aria-label={t('nav.label')}>
        <Tab to="/driver" exact icon={<ListOrdered />} name={t('nav.stops')} />
        <Tab to="/driver/map" icon={<MapIcon />} name={t('nav.map')} />
        <Tab to="/driver/unsent" icon={<CloudUpload />} name={t('nav.unsent')} badge={waiting} />
        <Tab to="/driver/me" icon={<CircleUserRound />} name={t('nav.me')} />
      </nav>
    </div>
  );
}

interface TabProps {
  to: string;
  exact?: boolean;
  icon: ReactNode;
  name: string;
  badge?: number;
}

function Tab({ to, exact = false, icon, name, badge = 0 }: TabProps) {
  return (
    <Link to={to as never} activeOptions={{ exact }} activeProps={{ 'aria-current': 'page' }}>
      {icon}
      <span>{name}</span>
      {badge > 0 && <b>{badge}</b>}
    </Link>
  );
}

type NetState = 'online' | 'offline' | 'sending' | 'server' | 'signedOut';

export function netOf({ online, status }: Pick<View, 'online' | 'status'>): NetState {
  if (!online || status.pause === 'offline') return 'offline';
  if (status.pause === 'signed_out') return 'signedOut';
  if (status.pause === 'server') return 'server';
  return 'online';
}

function Net({ view }: { view: View }) {
  const net = netOf(view);
  const shown = net === 'online' && view.status.syncing && unsent(view).length > 0 ? 'sending' : net;
  return (
    <span className={classes.pill} data-net={shown} role="status">
      <i />
      {t(`net.${shown}`)}
    </span>
  );
}

function Gps() {
  const { state } = useGps();
  return (
    <span className={classes.pill} data-gps={state}>
      <i />
      {t(`gps.${state}`)}
    </span>
  );
}

/** Each says what to do. */
function Notices({ view }: { view: View }) {
  const { state } = useGps();
  const navigate = useNavigate();
  const update = useUpdate();
  const net = netOf(view);
  // At a stop and on the map the sign above says it, and the room is needed.
  const explains = /\/driver\/?(unsent)?$/.test(useLocation().pathname);
  return (
    <>
      {view.status.storageError && (
        <p className={classes.bad} role="alert">
          {t('help.full')}
        </p>
      )}
      {net === 'offline' && view.loaded && explains && <p className={classes.note}>{t('help.offline')}</p>}
      {net === 'signedOut' && (
        <p className={classes.bad}>
          {t('help.signedOut')}
          <button
            type="button"
            onClick={() =>
              void navigate({ to: '/enter', search: { to: '/app/driver', as: 'driver' } as never })
            }
          >
            {t('help.signIn')}
          </button>
        </p>
      )}
      {(state === 'denied' || state === 'missing' || state === 'insecure') && (
        <p className={classes.note}>{t(`help.gps.${state}`)}</p>
      )}
      {update && (
        <p className={classes.note}>
          {t('help.update')}
          <button type="button" onClick={takeUpdate}>
            {t('help.update.now')}
          </button>
        </p>
      )}
    </>
  );
}
