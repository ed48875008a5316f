import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { EntranceCard } from '../design/entrance.tsx';
import { DriverMark } from '../design/state-mark.tsx';
import classes from './enter.module.css';
import type { Session } from './session.ts';
import { becomeDemo, type DemoPerson } from './session-demo.ts';
import { t } from './words.ts';

interface EnterDemoProps {
  wanted: string | undefined;
  onEnter(session: Session): Promise<void>;
}

/** In demo mode one becomes anyone with one click. */
export default function EnterDemo({ wanted, onEnter }: EnterDemoProps) {
  const [choosing, setChoosing] = useState(wanted === 'driver');
  const become = async (person: DemoPerson) => onEnter(await becomeDemo(person));
  if (choosing) return <ChooseDriver onChoose={become} onBack={() => setChoosing(false)} />;
  return (
    <EntranceCard title={t('enter.title')}>
      <p>{t('enter.demo')}</p>
      <div className={classes.roles}>
        {(['dispatcher', 'driver', 'admin'] as const).map((role) => (
          <button
            key={role}
            type="button"
            onClick={() =>
              role === 'driver' ? setChoosing(true) : void become({ role, name: t(`enter.${role}`) })
            }
          >
            <b>{t(`enter.${role}`)}</b>
            <span>{t(`enter.${role}.more`)}</span>
          </button>
        ))}
      </div>
    </EntranceCard>
  );
}

function ChooseDriver({ onChoose, onBack }: { onChoose(person: DemoPerson): Promise<void>; onBack(): void }) {
  const { data, isPending } = useQuery({
    queryKey: ['demo', 'drivers'],
    queryFn: listDrivers,
    refetchInterval: 4000,
  });
  return (
    <EntranceCard title={t('enter.driver.choose')}>
      {!isPending && data?.length === 0 && <p>{t('enter.driver.none')}</p>}
      <ul className={classes.drivers}>
        {data?.map(({ id, name, state }) => (
          <li key={id}>
            <button type="button" onClick={() => void onChoose({ role: 'driver', partyId: id, name })}>
              <b>{name}</b>
              <DriverMark state={state} />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className={classes.back} onClick={onBack}>
        {t('enter.back')}
      </button>
    </EntranceCard>
  );
}

/** As a dispatcher of the demo: nobody has come in yet. */
async function listDrivers() {
  const { token } = await call(new HttpClient({ baseUrl: location.origin }), 'accounts.createDemoToken', {
    body: { role: 'dispatcher' },
  });
  const http = new HttpClient({ baseUrl: location.origin, token: () => token });
  return (await call(http, 'deliveries.listDrivers', { query: { limit: '50' } })).items;
}
