import { Button, NativeSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, sentenceOf } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { Dialog } from '../../design/dialog.tsx';
import classes from '../admin.module.css';
import { roleTitle } from '../role-title.ts';
import { isConflict, VersionConflict } from '../version-conflict.tsx';
import type { Role } from './data.ts';
import { grouped, type Permission, type Scope, scopeOf } from './groups.ts';
import own from './rights.module.css';
import { compare, merge, shortName, useSaveRole } from './save-role.ts';
import { t } from './words.ts';

interface RoleEditorProps {
  /** What is changed; none: a new one. */
  role: Role | undefined;
  roles: readonly Role[];
  permissions: readonly Permission[];
  onClose(): void;
  onRemove(role: Role): void;
}

export function RoleEditor({ role: opened, roles, permissions, onClose, onRemove }: RoleEditorProps) {
  /** As it is on the server, as far as this form knows. */
  const [role, setRole] = useState(opened);
  const before = role?.permissions ?? {};
  const [title, setTitle] = useState(role?.title ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [held, setHeld] = useState<Record<string, Scope>>({ ...before });
  const [typed, setTyped] = useState('');
  const fixed = role?.name === 'admin';
  const name = shortName(title);
  const save = useSaveRole(role, onClose);
  const { taken, given } = compare(before, held);
  const texts = role && title === role.title && description === (role.description ?? '') ? 0 : 1;
  /** Their changes come in; what was chosen here stays where the two do not meet. */
  const takeTheirs = async (mine: Role) => {
    const theirs = await api('accounts.getRole', { path: { id: mine.id } });
    setHeld(merge(mine.permissions, held, theirs.permissions));
    if (title === mine.title) setTitle(theirs.title);
    if (description === (mine.description ?? '')) setDescription(theirs.description ?? '');
    setRole(theirs);
    save.reset();
  };
  const set = (permission: string, scope: string) =>
    setHeld(({ [permission]: _, ...rest }) =>
      scope === '' ? rest : { ...rest, [permission]: scope as Scope },
    );
  const shownTitle = role ? t('edit.of', { role: roleTitle(role.name, role.title) }) : t('role.new');
  const ready = Boolean(title.trim()) && (role ? taken + given + texts > 0 : name.length > 1 && given > 0);
  return (
    <Dialog title={shownTitle} size="xl" onClose={onClose}>
      <form
        className={own.editor}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name, title: title.trim(), description: description.trim(), permissions: held });
        }}
      >
        <p className={classes.soft}>
          {fixed ? t('edit.fixed', { role: roleTitle(role.name, role.title) }) : t('edit.more')}
        </p>
        <div className={classes.form}>
          <TextInput
            label={t('role.title')}
            required
            maxLength={80}
            value={title}
            error={!role && title && name.length < 2 ? t('role.name.wrong') : undefined}
            description={role ? undefined : `${t('role.name')}: ${name}`}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          {!role && (
            <Select
              label={t('role.from')}
              placeholder={t('role.from.none')}
              clearable
              data={roles.map((one) => ({ value: one.name, label: roleTitle(one.name, one.title) }))}
              onChange={(from) => setHeld({ ...roles.find((one) => one.name === from)?.permissions })}
            />
          )}
        </div>
        <Textarea
          label={t('role.description')}
          maxLength={500}
          autosize
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {!fixed && (
          <>
            <TextInput
              type="search"
              aria-label={t('search')}
              placeholder={t('search')}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <div className={own.choices}>
              {grouped(permissions, typed).map((group) => (
                <fieldset key={group.name}>
                  <legend>{group.title}</legend>
                  {group.permissions.map(({ permission, label, scopes }) => (
                    <NativeSelect
                      key={permission}
                      label={label}
                      data-differs={scopeOf(before, permission) !== scopeOf(held, permission) || undefined}
                      value={scopeOf(held, permission) ?? ''}
                      data={[
                        { value: '', label: t('scope.none') },
                        ...scopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) })),
                      ]}
                      onChange={(event) => set(permission, event.currentTarget.value)}
                    />
                  ))}
                </fieldset>
              ))}
            </div>
          </>
        )}
        <footer className={own.foot}>
          {role && isConflict(save.error) ? (
            <VersionConflict onRead={() => void takeTheirs(role)} />
          ) : (
            save.error && (
              <p role="alert" className={classes.wrong}>
                {sentenceOf(save.error, tApp('error.offline'))}
              </p>
            )
          )}
          <p role="status" className={taken > 0 ? classes.wrong : classes.soft}>
            {[
              !role && given === 0 && t('role.empty'),
              given > 0 && t('edit.given', { count: given }),
              taken > 0 && t('edit.taken', { count: taken }),
              role && taken + given > 0 && t('edit.affects', { count: role.holders }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <div className={classes.bar}>
            <Button type="submit" loading={save.isPending} disabled={!ready}>
              {tApp('save')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {tApp('cancel')}
            </Button>
            {role && !role.isDefault && (
              <Button variant="subtle" color="red" onClick={() => onRemove(role)}>
                {t('role.remove')}
              </Button>
            )}
          </div>
        </footer>
      </form>
    </Dialog>
  );
}
