import { Button, CopyButton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schema, sentenceOf } from '../app/api.ts';
import { inviteAgain } from '../app/invite.ts';
import { showTime } from '../words/format.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

const shownAtMost = 20;

interface DriverLinksProps {
  drivers: readonly Schema<'DriverDetails'>[];
  links: ReadonlyMap<string, string>;
  onLink(driverId: string, link: string | undefined): void;
}

/** Drivers who have no account yet, each with the link or the way to a new one: a link that was lost is no dead end. */
export function DriverLinks({ drivers, links, onLink }: DriverLinksProps) {
  const users = useQuery({
    queryKey: ['setup', 'users'],
    queryFn: () => api('accounts.listUsers', { query: { limit: '200' } }),
  });
  const invitations = useQuery({
    queryKey: ['setup', 'invitations'],
    queryFn: () => api('accounts.listInvitations', { query: { limit: '200' } }),
  });
  if (!users.data || !invitations.data) return null;
  const inside = new Set(users.data.items.map(({ partyId }) => partyId));
  const open = new Map(
    invitations.data.items.filter(({ state }) => state === 'open').map((one) => [one.partyId, one]),
  );
  const waiting = drivers.filter(({ id }) => !inside.has(id));
  if (waiting.length === 0) return null;
  return (
    <ul className={classes.people}>
      {waiting.slice(0, shownAtMost).map((driver) => (
        <DriverLink
          key={driver.id}
          driver={driver}
          invitation={open.get(driver.id)}
          link={links.get(driver.id)}
          onLink={(link) => onLink(driver.id, link)}
        />
      ))}
    </ul>
  );
}

interface DriverLinkProps {
  driver: Pick<Schema<'DriverDetails'>, 'id' | 'name'>;
  invitation: Schema<'Invitation'> | undefined;
  link: string | undefined;
  onLink(link: string | undefined): void;
}

function DriverLink({ driver: { id, name }, invitation, link, onLink }: DriverLinkProps) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () =>
      invitation
        ? inviteAgain({ ...invitation, mail: null })
        : api('accounts.createInvitation', { body: { role: 'driver', name, partyId: id } }),
    onSuccess: ({ link: made }) => onLink(made),
    onSettled: () => client.invalidateQueries({ queryKey: ['setup', 'invitations'] }),
  });
  return (
    <li>
      <span>
        <b>{name}</b>
        <span className={classes.soft}>
          {invitation
            ? t('drivers.invited', { time: showTime(invitation.expiresAt) })
            : t('drivers.uninvited')}
        </span>
      </span>
      {!link && (
        <Button
          variant="default"
          loading={again.isPending}
          aria-label={`${t('drivers.again')}: ${name}`}
          onClick={() => again.mutate()}
        >
          {t('drivers.again')}
        </Button>
      )}
      {again.error && (
        <p role="alert" className={classes.wrong}>
          {sentenceOf(again.error, t('failed'))}
        </p>
      )}
      {link && <LinkField name={name} link={link} />}
    </li>
  );
}

/** To copy; or, where the device can, to hand over with whatever one writes messages with. */
function LinkField({ name, link }: { name: string; link: string }) {
  const canShare = typeof navigator.share === 'function';
  return (
    <div className={classes.link}>
      <TextInput
        label={t('drivers.link', { name })}
        readOnly
        value={link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      {canShare && (
        <Button onClick={() => void navigator.share({ url: link }).catch(() => undefined)}>
          {t('drivers.share')}
        </Button>
      )}
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {t(copied ? 'drivers.copied' : 'drivers.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
