import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '../../app/api.ts';
import classes from '../admin.module.css';
import { roleTitle } from '../role-title.ts';
import type { Role } from './data.ts';
import { grouped, type Permission, scopeOf } from './groups.ts';
import { Reach } from './reach.tsx';
import own from './rights.module.css';
import { t } from './words.ts';

interface PersonTableProps {
  name: string;
  grants: Schema<'UserGrants'>;
  roles: readonly Role[];
  permissions: readonly Permission[];
}

/** What one person may do, how far, and the roles that say so. */
export function PersonTable({ name, grants, roles, permissions }: PersonTableProps) {
  const [typed, setTyped] = useState('');
  const mine = roles.filter((role) => grants.roles.some((granted) => granted.name === role.name));
  const allowed = permissions.filter(({ permission }) => scopeOf(grants.permissions, permission));
  if (allowed.length === 0) return <p className={classes.soft}>{t('person.nothing')}</p>;
  const groups = grouped(allowed, typed);
  const count = groups.reduce((sum, group) => sum + group.permissions.length, 0);
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
        <span role="status" className={classes.soft}>
          {t('found', { count })}
        </span>
      </div>
      {count > 0 && (
        <section className={own.plain} aria-label={t('person.table', { name })}>
          <table className={own.matrix}>
            <caption className="unseen">{t('person.table', { name })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('right')}</th>
                <th scope="col">{t('legend')}</th>
                <th scope="col">{t('person.through')}</th>
              </tr>
            </thead>
            {groups.map((group) => (
              <tbody key={group.name}>
                <tr className={own.group}>
                  <th scope="rowgroup" colSpan={3}>
                    <span>{group.title}</span>
                  </th>
                </tr>
                {group.permissions.map(({ permission, label, meaning }) => (
                  <tr key={permission}>
                    <th scope="row" title={meaning}>
                      {label}
                      <code>{permission}</code>
                    </th>
                    <td>
                      <Reach scope={scopeOf(grants.permissions, permission)} />
                    </td>
                    <td>
                      {mine
                        .filter((role) => scopeOf(role.permissions, permission))
                        .map((role) => {
                          const scope = scopeOf(role.permissions, permission);
                          const title = roleTitle(role.name, role.title);
                          return mine.length > 1 && scope ? `${title} (${t(`scope.${scope}`)})` : title;
                        })
                        .join(', ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </section>
      )}
    </>
  );
}
