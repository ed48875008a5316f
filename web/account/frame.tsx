import { Alert, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { Entrance, EntranceCard } from '../design/entrance.tsx';
import classes from './account.module.css';
import { sentence } from './guest.ts';
import { t } from './words.ts';

/** One step on the way in, as a page. */
export const Frame = ({ title, more, children }: { title: string; more?: string; children?: ReactNode }) => (
  <Entrance>
    <EntranceCard title={title}>
      {more && <p>{more}</p>}
      {children}
    </EntranceCard>
  </Entrance>
);

interface FormProps {
  label: string;
  pending: boolean;
  error: unknown;
  onSubmit(): void;
  children: ReactNode;
  after?: ReactNode;
}

/** Fields and one button; what went wrong is said between them. */
export function Form({ label, pending, error, onSubmit, children, after }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {children}
      {error !== null && error !== undefined && (
        <Alert role="alert" color="red" variant="outline">
          {sentence(error)}
        </Alert>
      )}
      <Button type="submit" size="md" fullWidth loading={pending}>
        {label}
      </Button>
      {after}
    </form>
  );
}

export const BackToLogin = () => (
  <Link className={classes.link} to="/enter">
    {t('back')}
  </Link>
);

export const NewLink = () => (
  <Link className={classes.link} to="/forgot">
    {t('forgot.again')}
  </Link>
);

/** `children`: what else than signing in helps whoever came by it. */
export const BadLink = ({ more, children }: { more?: string; children?: ReactNode }) => (
  <Frame title={t('link.bad')} more={more ?? t('link.bad.more')}>
    {children}
    <BackToLogin />
  </Frame>
);
