import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { session } from '../app/session.ts';
import { t } from './words.ts';

/** What an admin does in the first steps; others are told whom to ask. */
export function FirstSteps({ more }: { more: string }) {
  if (!session.has(['admin'])) return <p>{more}</p>;
  return (
    <Button component={Link} to={'/first-steps' as never} size="compact-sm" variant="light">
      {t('firstSteps')}
    </Button>
  );
}
