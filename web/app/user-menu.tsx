import {
  ActionIcon,
  Menu,
  SegmentedControl,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import UserRound from 'lucide-react/icons/user-round';
import { chooseLanguage, language, languageNames, languages } from '../words/language.ts';
import { preferences, useDensity, type Density } from './preferences.ts';
import { session } from './session.ts';
import classes from './user-menu.module.css';
import { t } from './words.ts';

/** Who is here, and how they like it: colours, density, language. */
export function UserMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const density = useDensity();
  const navigate = useNavigate();
  const leave = async () => {
    await session.leave();
    await navigate({ to: '/enter' });
  };
  return (
    <Menu position="bottom-end" width={264} closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon
          className={classes.me}
          variant="default"
          size="lg"
          radius="xl"
          aria-label={t('user.menu')}
        >
          <UserRound size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.name}>{session.current?.name}</div>
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
        <Menu.Label>{t('language.label')}</Menu.Label>
        {languages.map((name) => (
          <Menu.Item
            key={name}
            lang={name}
            onClick={() => chooseLanguage(name)}
            rightSection={name === language && '✓'}
          >
            {languageNames[name]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {session.kind === 'login' && (
          <Menu.Item onClick={() => void navigate({ to: '/me' as never })}>{t('user.account')}</Menu.Item>
        )}
        <Menu.Item onClick={() => void leave()}>
          {t(session.kind === 'demo' ? 'user.change' : 'user.leave')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
