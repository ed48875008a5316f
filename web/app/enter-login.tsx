import { EmptyState } from '../design/empty-state.tsx';
import type { Session } from './session.ts';
import { t } from './words.ts';

export function EnterLogin(_: { onEnter(session: Session): Promise<void> }) {
  return <EmptyState title={t('enter.closed.title')} />;
}
