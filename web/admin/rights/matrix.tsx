import { Button } from '@mantine/core';
import { roleTitle } from '../role-title.ts';
import type { Role } from './data.ts';
import { type Group, scopeOf } from './groups.ts';
import { Reach } from './reach.tsx';
import classes from './rights.module.css';
import { t } from './words.ts';

interface MatrixProps {
  groups: readonly Group[];
  roles: readonly Role[];
  onEdit(role: Role): void;
}

/** Rights by rows in their groups, roles by columns. Head and first column stay in sight. */
export function Matrix({ groups, roles, onEdit }: MatrixProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('table')}>
      <table className={classes.matrix}>
        <caption className="unseen">{t('table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('right')}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                {roleTitle(role.name, role.title)}
                <span className={classes.holders}>{t('holders', { count: role.holders })}</span>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('edit.of', { role: roleTitle(role.name, role.title) })}
                  onClick={() => onEdit(role)}
                >
                  {t('edit')}
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ name, title, permissions }) => (
          <tbody key={name}>
            <tr className={classes.group}>
              <th scope="rowgroup" colSpan={roles.length + 1}>
                <span>{title}</span>
              </th>
            </tr>
            {permissions.map(({ permission, label, meaning }) => (
              <tr key={permission}>
                <th scope="row" title={meaning}>
                  {label}
                  <code>{permission}</code>
                </th>
                {roles.map((role) => (
                  <td key={role.id}>
                    <Reach
                      scope={scopeOf(role.permissions, permission)}
                      changed={role.changed.includes(permission)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}
