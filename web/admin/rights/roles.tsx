import { Button, Select, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../admin.module.css';
import { Reading } from '../reading.tsx';
import { roleTitle } from '../role-title.ts';
import { allPermissions, allRoles, type Role } from './data.ts';
import { grouped, type Permission } from './groups.ts';
import { Matrix } from './matrix.tsx';
import { Legend } from './reach.tsx';
import { RemoveRole } from './remove-role.tsx';
import { RoleEditor } from './role-editor.tsx';
import { t } from './words.ts';

/** What is open beside the table. */
type Open = { kind: 'edit'; role: Role } | { kind: 'new' } | { kind: 'remove'; role: Role };

export function Roles() {
  const roles = useQuery(allRoles);
  const permissions = useQuery(allPermissions);
  return (
    <Reading query={roles}>
      {(of) => (
        <Reading query={permissions}>{(all) => <Table roles={of.items} permissions={all.items} />}</Reading>
      )}
    </Reading>
  );
}

interface TableProps {
  roles: readonly Role[];
  permissions: readonly Permission[];
}

/** On a phone the table has one column: of the role that is chosen above it. */
function Table({ roles, permissions }: TableProps) {
  const [typed, setTyped] = useState('');
  const [only, setOnly] = useState<string | null>(null);
  const [open, setOpen] = useState<Open>();
  const narrow = useMediaQuery('(max-width: 860px)');
  const first = roles.find(({ name }) => name === 'dispatcher') ?? roles[0];
  const chosen = roles.find(({ name }) => name === only) ?? (narrow ? first : undefined);
  const shown = chosen ? [chosen] : roles;
  const groups = grouped(permissions, typed);
  const count = groups.reduce((sum, group) => sum + group.permissions.length, 0);
  const choices = roles.map(({ name, title }) => ({ value: name, label: roleTitle(name, title) }));
  const close = () => setOpen(undefined);
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Select
          aria-label={t('role')}
          placeholder={t('view.roles')}
          data={choices}
          value={chosen?.name ?? null}
          clearable={!narrow}
          onChange={setOnly}
        />
        <span role="status" className={classes.soft}>
          {t('found', { count })}
        </span>
        <Button variant="default" onClick={() => setOpen({ kind: 'new' })}>
          {t('role.new')}
        </Button>
      </div>
      <Legend />
      {count === 0 ? (
        <p className={classes.soft}>{t('none')}</p>
      ) : (
        <Matrix groups={groups} roles={shown} onEdit={(role) => setOpen({ kind: 'edit', role })} />
      )}
      {(open?.kind === 'edit' || open?.kind === 'new') && (
        <RoleEditor
          role={open.kind === 'edit' ? open.role : undefined}
          roles={roles}
          permissions={permissions}
          onClose={close}
          onRemove={(role) => setOpen({ kind: 'remove', role })}
        />
      )}
      {open?.kind === 'remove' && <RemoveRole role={open.role} roles={roles} onClose={close} />}
    </>
  );
}
