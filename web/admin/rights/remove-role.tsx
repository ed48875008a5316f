import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { t as tApp } from '../../app/words.ts';
import { Dialog } from '../../design/dialog.tsx';
import classes from '../admin.module.css';
import { roleTitle } from '../role-title.ts';
import type { Role } from './data.ts';
import own from './rights.module.css';
import { useRemoveRole } from './save-role.ts';
import { t } from './words.ts';

interface RemoveRoleProps {
  role: Role;
  roles: readonly Role[];
  onClose(): void;
}

/** Says what is lost, and who gets what instead. */
export function RemoveRole({ role, roles, onClose }: RemoveRoleProps) {
  const [instead, setInstead] = useState<string | null>(null);
  const remove = useRemoveRole(role, onClose);
  const others = roles.filter(({ id }) => id !== role.id);
  return (
    <Dialog title={t('role.remove.of', { role: role.title })} onClose={onClose}>
      <div className={own.editor}>
        <p>{t('role.remove.more')}</p>
        {role.holders > 0 && (
          <Select
            label={t('role.remove.instead', { count: role.holders })}
            data={others.map(({ name, title }) => ({ value: name, label: roleTitle(name, title) }))}
            value={instead}
            onChange={setInstead}
          />
        )}
        <div className={classes.bar}>
          <Button
            color="red"
            loading={remove.isPending}
            disabled={role.holders > 0 && !instead}
            onClick={() => remove.mutate(instead)}
          >
            {t('role.remove')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {tApp('cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
