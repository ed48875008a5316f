import { Button, CopyButton, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '../app/api.ts';
import { session } from '../app/session.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

interface Invited {
  name: string;
  link: string | undefined;
}

/** A driver is a person with a party; the invitation makes the account of exactly that person. */
export function Drivers({ count }: { count: number }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [invited, setInvited] = useState<readonly Invited[]>([]);
  const add = useMutation({
    async mutationFn() {
      const person = await api('parties.createParty', { body: { kind: 'person', name } });
      await api('deliveries.createDriver', { body: { id: person.id, name } });
      if (session.kind === 'demo') return { name, link: undefined };
      const { link } = await api('accounts.createInvitation', {
        body: { role: 'driver', name, partyId: person.id },
      });
      return { name, link };
    },
    async onSuccess(made) {
      setInvited((before) => [...before, made]);
      setName('');
      await client.invalidateQueries({ queryKey: ['setup', 'drivers'] });
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <p className={classes.soft}>{t('drivers.more')}</p>
      <div className={classes.bar}>
        <TextInput
          label={t('drivers.name')}
          required
          maxLength={120}
          value={name}
          error={add.error && sentenceOf(add.error, t('failed'))}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending}>
          {t('drivers.add')}
        </Button>
      </div>
      {count > 0 && <p role="status">{t('drivers.count', { count })}</p>}
      {invited
        .filter(({ link }) => link)
        .map(({ name: of, link = '' }) => (
          <div key={link} className={classes.bar}>
            <TextInput
              className={classes.grow}
              label={t('drivers.link', { name: of })}
              readOnly
              value={link}
            />
            <CopyButton value={link}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? 'drivers.copied' : 'drivers.copy')}
                </Button>
              )}
            </CopyButton>
          </div>
        ))}
    </form>
  );
}
