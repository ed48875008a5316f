import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import UserRound from 'lucide-react/icons/user-round';
import { useId, useState } from 'react';
import { chooseLanguage, language, languageNames, languages } from '../words/language.ts';
import { areas } from './areas.ts';
import { preferences, useDensity, type Density } from './preferences.ts';
import { session } from './session.ts';
import popover from '../design/popover.module.css';
import classes from './user-menu.module.css';
import { t } from './words.ts';

/** Who is here, and how they like it: colours, density, language. The browser's own popover, as the bell. */
export function UserMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const density = useDensity();
  const navigate = useNavigate();
  const id = useId();
  const [open, setOpen] = useState(false);
  const mine = areas.filter(({ roles }) => session.has(roles));
  const leave = async () => {
    await session.leave();
    await navigate({ to: '/enter' });
  };
  return (
    <>
      <button
        type="button"
        className={popover.button}
        popoverTarget={id}
        aria-expanded={open}
        aria-label={t('user.menu')}
      >
        <UserRound size={17} />
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('user.menu')}
        className={`${popover.sheet} ${classes.menu}`}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        <div className={classes.name}>{session.current?.name}</div>
        {mine.length > 1 && (
          <nav className={classes.areas}>
            {mine.map(({ path, words }) => (
              <button key={path} type="button" onClick={() => void navigate({ to: path as never })}>
                {t(words)}
              </button>
            ))}
          </nav>
        )}
        <Choice
          label={t('theme.label')}
          value={colorScheme}
          values={[
            ['light', t('theme.light')],
            ['dark', t('theme.dark')],
            ['auto', t('theme.auto')],
          ]}
          onChange={(next) => setColorScheme(next as MantineColorScheme)}
        />
        <Choice
          label={t('density.label')}
          value={density}
          values={[
            ['roomy', t('density.roomy')],
            ['dense', t('density.dense')],
          ]}
          onChange={(next) => preferences.setDensity(next as Density)}
        />
        <fieldset className={classes.languages}>
          <legend>{t('language.label')}</legend>
          {languages.map((name) => (
            <button
              key={name}
              type="button"
              lang={name}
              aria-pressed={name === language}
              onClick={() => chooseLanguage(name)}
            >
              {languageNames[name]}
            </button>
          ))}
        </fieldset>
        <div className={classes.ways}>
          {session.kind === 'login' && (
            <button type="button" onClick={() => void navigate({ to: '/me' as never })}>
              {t('user.account')}
            </button>
          )}
          <button type="button" onClick={() => void leave()}>
            {t(session.kind === 'demo' ? 'user.change' : 'user.leave')}
          </button>
        </div>
      </div>
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  values: [value: string, label: string][];
  onChange(value: string): void;
}

function Choice({ label, value, values, onChange }: ChoiceProps) {
  return (
    <div className={classes.choice}>
      <span>{label}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={label}
        value={value}
        data={values.map(([of, name]) => ({ value: of, label: name }))}
        onChange={onChange}
      />
    </div>
  );
}
