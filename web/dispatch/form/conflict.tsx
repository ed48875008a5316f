import { Alert, Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { t as tApp } from '../../app/words.ts';
import { showInstant } from '../../words/format.ts';
import type { Delivery } from '../data/deliveries.ts';
import { doorOf } from '../say.ts';
import { t } from '../words.ts';
import classes from './form.module.css';
import { draftOf, type Draft } from './patch.ts';

interface ConflictProps {
  /** As it was when this form was opened. */
  read: Delivery;
  theirs: Delivery;
  mine: Draft;
  onTake(): void;
  onKeep(): void;
}

const fields = [
  'pickup',
  'dropoff',
  'name',
  'phone',
  'reference',
  'windowFrom',
  'windowTo',
  'kilograms',
  'notes',
] as const;

/** Somebody else was faster. Both are shown; nothing is thrown away unseen. */
export function Conflict({ read, theirs, mine, onTake, onKeep }: ConflictProps) {
  const [was, is] = [draftOf(read), draftOf(theirs)];
  const differing = fields.filter(
    (name) =>
      show(is, name) !== show(mine, name) &&
      (show(was, name) !== show(is, name) || show(was, name) !== show(mine, name)),
  );
  // The form was sent from its end; on a phone that is far below this.
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    alert.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <Alert ref={alert} color="accent" role="alert" title={t('conflict.title')}>
      <p>{t('conflict.choose')}</p>
      <table className={classes.conflict}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('conflict.theirs')}</th>
            <th scope="col">{t('conflict.mine')}</th>
          </tr>
        </thead>
        <tbody>
          {read.state !== theirs.state && (
            <tr>
              <th scope="row">{t('conflict.state')}</th>
              <td>{tApp(`state.${theirs.state}`)}</td>
              <td />
            </tr>
          )}
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`conflict.${name}`)}</th>
              <td>{show(is, name)}</td>
              <td>{show(mine, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.foot}>
        <Button size="xs" variant="default" onClick={onTake}>
          {t('conflict.take')}
        </Button>
        <Button size="xs" onClick={onKeep}>
          {t('conflict.keep')}
        </Button>
      </div>
    </Alert>
  );
}

function show(draft: Draft, name: (typeof fields)[number]): string {
  const value = draft[name];
  if (value === null || value === '') return '';
  if (name === 'windowFrom' || name === 'windowTo') return showInstant(String(value));
  return typeof value === 'object' ? doorOf(value) : String(value);
}
