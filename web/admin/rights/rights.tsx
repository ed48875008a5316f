import { SegmentedControl } from '@mantine/core';
import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router';
import { PageHead } from '../page-head.tsx';
import { Person } from './person.tsx';
import { Roles } from './roles.tsx';
import { t } from './words.ts';

export const Route = createLazyRoute('/admin/rights')({ component: Rights });

function Rights() {
  const { view, user } = useSearch({ strict: false }) as { view?: string; user?: string };
  const navigate = useNavigate();
  const look = (search: { view?: string; user?: string }) =>
    void navigate({ to: '/admin/rights', search: search as never, replace: true });
  const ofPerson = view === 'person' || user !== undefined;
  return (
    <>
      <PageHead title={t('title')} intro={t('intro')}>
        <SegmentedControl
          aria-label={t('view')}
          value={ofPerson ? 'person' : 'roles'}
          onChange={(next) => look(next === 'person' ? { view: 'person' } : {})}
          data={[
            { value: 'roles', label: t('view.roles') },
            { value: 'person', label: t('view.person') },
          ]}
        />
      </PageHead>
      {ofPerson ? (
        <Person userId={user} onChoose={(id) => look(id ? { user: id } : { view: 'person' })} />
      ) : (
        <Roles />
      )}
    </>
  );
}
