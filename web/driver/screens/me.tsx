import { useMantineColorScheme } from '@mantine/core';
import { createLazyRoute, useNavigate } from '@tanstack/react-router';
import { session } from '../../app/session.ts';
import { t as appWord } from '../../app/words.ts';
import { useState } from 'react';
import { PageTitle } from '../../design/page-title.tsx';
import { DriverMark } from '../../design/state-mark.tsx';
import { showClock, showTime } from '../../words/format.ts';
import { chooseLanguage, language, languageNames, languages } from '../../words/language.ts';
import { drivingPreferences, useDrivingPreferences } from '../device/preferences.ts';
import { eraseDatabase } from '../offline/database.ts';
import { askToInstall, useInstallable } from '../pwa/register.ts';
import { forgetDriver } from '../remembered.ts';
import { theEngine, useView } from '../store/driver-store.ts';
import { unsent } from '../store/snapshot.ts';
import { t } from '../words.ts';
import { BreakSpan } from './break-panel.tsx';
import buttons from './button.module.css';
import { netOf } from './frame.tsx';
import classes from './me.module.css';
import { WorkButtons } from './work-buttons.tsx';

export const Route = createLazyRoute('/driver/me')({ component: Me });

/** Work, and how this driver likes the app. */
function Me() {
  const view = useView();
  const navigate = useNavigate();
  const installable = useInstallable();
  const { driver, shift, breakSince } = view;
  const [problem, setProblem] = useState('');
  const leave = async () => {
    setProblem('');
    try {
      // Out here and still in on the server would be neither.
      if (netOf(view) === 'offline') throw new TypeError('no network');
      await session.leave();
    } catch {
      return setProblem(t('refused.offline'));
    }
    forgetDriver();
    if (driver && unsent(view).length === 0 && view.status.positionsWaiting === 0) {
      theEngine().close();
      await eraseDatabase(driver.id);
    }
    await navigate({ to: '/enter', search: { to: '/app/driver', as: 'driver' } as never });
    // Another driver's day comes out of another database.
    location.reload();
  };
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageTitle>{driver?.name ?? t('me.title')}</PageTitle>
        {driver && <DriverMark state={driver.state} />}
      </div>
      <section className={classes.panel}>
        <h2>{t('me.shift')}</h2>
        <p>
          {shift?.state === 'active'
            ? t('me.shift.active', { time: showTime(shift.startedAt ?? shift.plannedFrom) })
            : shift
              ? t('me.shift.planned', { from: showTime(shift.plannedFrom), to: showClock(shift.plannedTo) })
              : t('me.shift.none')}
        </p>
        {driver?.state === 'busy' && view.stops.length > 0 && <p className={classes.why}>{t('me.busy')}</p>}
        {breakSince && <BreakSpan since={breakSince} />}
        <WorkButtons />
      </section>
      <Look />
      {installable && (
        <button type="button" className={buttons.secondary} onClick={() => void askToInstall()}>
          {t('me.install')}
        </button>
      )}
      {unsent(view).length > 0 && <p className={classes.warn}>{t('me.leave.unsent')}</p>}
      {problem && (
        <p className={buttons.problem} role="alert">
          {problem}
        </p>
      )}
      <button type="button" className={buttons.secondary} onClick={() => void leave()}>
        {t('me.leave')}
      </button>
    </div>
  );
}

function Look() {
  const { hand, sunlight } = useDrivingPreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <section className={classes.panel}>
      <label className={classes.switch}>
        <span>
          <b>{t('me.sunlight')}</b>
          <small>{t('me.sunlight.more')}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={sunlight}
          onChange={({ target }) => drivingPreferences.set({ sunlight: target.checked })}
        />
      </label>
      <Choice
        name="hand"
        label={t('me.hand')}
        value={hand}
        values={(['left', 'right'] as const).map((one) => [one, t(`me.hand.${one}`)])}
        onChange={(next) => drivingPreferences.set({ hand: next })}
      />
      <Choice
        name="look"
        label={t('me.look')}
        value={colorScheme}
        values={(['light', 'dark', 'auto'] as const).map((one) => [one, appWord(`theme.${one}`)])}
        onChange={setColorScheme}
      />
      <Choice
        name="language"
        label={t('me.language')}
        value={language}
        values={languages.map((one) => [one, languageNames[one]])}
        onChange={chooseLanguage}
      />
    </section>
  );
}

interface ChoiceProps<Value extends string> {
  name: string;
  label: string;
  value: Value;
  values: [Value, string][];
  onChange(value: Value): void;
}

function Choice<Value extends string>({ name, label, value, values, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className={classes.choice}>
      <legend>{label}</legend>
      {values.map(([of, text]) => (
        <label key={of}>
          <input type="radio" name={name} checked={value === of} onChange={() => onChange(of)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
