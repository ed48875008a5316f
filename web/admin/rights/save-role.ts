import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, sentenceOf } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { roleTitle } from '../role-title.ts';
import { sayWithUndo } from '../say-with-undo.tsx';
import { rolesKey, type Role } from './data.ts';
import type { Scope } from './groups.ts';
import { t } from './words.ts';

type Held = Readonly<Record<string, Scope>>;
const widths: readonly (Scope | undefined)[] = [undefined, 'own', 'party', 'region', 'all'];

/** How many rights are taken away or narrowed, and how many are given or widened. */
export function compare(before: Held, after: Held): { taken: number; given: number } {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  let [taken, given] = [0, 0];
  for (const name of names) {
    const step = widths.indexOf(after[name]) - widths.indexOf(before[name]);
    if (step < 0) taken++;
    if (step > 0) given++;
  }
  return { taken, given };
}

/** What both wanted: theirs where they changed something and this form did not. */
export function merge(base: Held, mine: Held, theirs: Held): Record<string, Scope> {
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const scope = mine[name] === base[name] ? theirs[name] : mine[name];
      return scope ? [[name, scope]] : [];
    }),
  );
}

/** How programs name a role of this title: `Night dispatcher` is night-dispatcher. */
export const shortName = (title: string): string =>
  title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);

interface Terms {
  name: string;
  title: string;
  description: string;
  permissions: Record<string, Scope>;
}

/** Saves a role if nobody else did meanwhile, and offers to take the change back. */
export function useSaveRole(role: Role | undefined, onDone: () => void) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: rolesKey });
  return useMutation({
    mutationFn: ({ name, title, description, permissions }: Terms) =>
      role
        ? api('accounts.changeRole', {
            path: { id: role.id },
            body: {
              title,
              description: description || null,
              ...(role.name !== 'admin' && { permissions }),
            },
            ifVersion: role.version,
          })
        : api('accounts.createRole', {
            body: { name, title, permissions, ...(description && { description }) },
          }),
    async onSuccess(saved) {
      await again();
      onDone();
      const shown = roleTitle(saved.name, saved.title);
      if (!role) return void notifications.show({ message: t('role.made', { role: shown }) });
      const { id, title, description, permissions } = role;
      sayWithUndo(t('edit.saved', { role: shown }), async () => {
        const body = { title, description, ...(role.name !== 'admin' && { permissions }) };
        await api('accounts.changeRole', { path: { id }, body, ifVersion: saved.version });
        await again();
        return t('edit.undone', { role: roleTitle(role.name, title) });
      });
    },
  });
}

/** Deletes a role; those who have it get the other one. */
export function useRemoveRole(role: Role, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (replaceWith: string | null) =>
      api('accounts.deleteRole', {
        path: { id: role.id },
        query: replaceWith ? { replaceWith } : {},
        ifVersion: role.version,
      }),
    async onSuccess() {
      await Promise.all([rolesKey, ['users']].map((queryKey) => client.invalidateQueries({ queryKey })));
      onDone();
      notifications.show({ message: t('role.removed', { role: role.title }) });
    },
    onError: (error) =>
      notifications.show({ message: sentenceOf(error, tApp('error.offline')), color: 'red' }),
  });
}
