import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, sentenceOf } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import classes from '../admin.module.css';
import { roleTitle } from '../role-title.ts';
import { labelOf, type Permission } from './groups.ts';
import own from './rights.module.css';
import { t } from './words.ts';

const entities = ['delivery', 'driver', 'vehicle', 'party', 'place', 'user'] as const;
const example = '0198f2a4-7c1e-7b42-9d3a-5e6f7a8b9c0d';
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Why may they, or why not; also of one record, found out by the code that will decide it. */
export function Ask({ userId, permissions }: { userId: string; permissions: readonly Permission[] }) {
  const [permission, setPermission] = useState<string | null>(null);
  const [entity, setEntity] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const entityId = typed.trim();
  const ask = useMutation({
    mutationFn: () =>
      api('accounts.explainAccess', {
        query: { userId, permission: permission ?? '', ...(entity && { entity, entityId }) },
      }),
  });
  const choices = permissions.map((one) => ({ value: one.permission, label: labelOf(one) }));
  return (
    <form
      className={classes.card}
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <h2>{t('person.ask')}</h2>
      <p className={classes.soft}>{t('person.ask.more')}</p>
      <div className={classes.form}>
        <Select
          label={t('right')}
          searchable
          data={choices.sort((a, b) => a.label.localeCompare(b.label))}
          value={permission}
          onChange={setPermission}
        />
        <Select
          label={t('ask.entity')}
          placeholder={t('ask.entity.none')}
          clearable
          data={entities.map((value) => ({ value, label: t(`entity.${value}`) }))}
          value={entity}
          onChange={setEntity}
        />
        {entity && (
          <TextInput
            label={t('ask.id')}
            value={typed}
            error={entityId && !isId(entityId) ? t('ask.id.wrong', { example }) : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <div className={classes.bar}>
          <Button
            type="submit"
            loading={ask.isPending}
            disabled={!permission || (entity !== null && !isId(entityId))}
          >
            {t('ask.go')}
          </Button>
        </div>
      </div>
      {ask.error && (
        <p role="alert" className={classes.wrong}>
          {sentenceOf(ask.error, tApp('error.offline'))}
        </p>
      )}
      <div role="status">{ask.data && <Answer answer={ask.data} />}</div>
    </form>
  );
}

function Answer({
  answer: { allowed, permission, because, entity },
}: {
  answer: Schema<'AccessExplanation'>;
}) {
  const [first] = because;
  return (
    <div className={own.answer}>
      <p>
        <span className={classes.mark} data-kind={allowed ? 'good' : 'bad'}>
          {t(allowed ? 'answer.yes' : 'answer.no')}
        </span>{' '}
        <code>{permission}</code>
      </p>
      <ul>
        {because.map(({ role, title, scope, source }) => (
          <li key={role}>
            {t('answer.role', { role: roleTitle(role, title), reach: t(`reach.${scope}`) })}{' '}
            <span className={classes.soft}>({t(`source.${source}`)})</span>
          </li>
        ))}
        {!first && <li>{t('answer.norole')}</li>}
        {first && entity && <li>{t(entity.reached ? 'answer.reached' : 'answer.notreached')}</li>}
      </ul>
    </div>
  );
}
