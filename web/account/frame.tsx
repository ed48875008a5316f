import { Alert, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { t as tApp } from '../app/words.ts';
import { Logo } from '../design/logo.tsx';
import classes from './account.module.css';
import { sentence } from './guest.ts';
import { t } from './words.ts';

/** The page around everything that happens before one is in. */
export function Frame({ title, more, children }: { title: string; more?: string; children?: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <Logo size={44} />
        <span>{tApp('app.name')}</span>
      </div>
      <section className={classes.card}>
        <h1>{title}</h1>
        {more && <p>{more}</p>}
        {children}
      </section>
    </main>
  );
}

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

export const BadLink = ({ more }: { more?: string }) => (
  <Frame title={t('link.bad')} more={more ?? t('link.bad.more')}>
    <BackToLogin />
  </Frame>
);
