import { Alert, Button, CloseButton, Loader, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Link2 from 'lucide-react/icons/link-2';
import Pencil from 'lucide-react/icons/pencil';
import { api, sentenceOf } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { StateMark } from '../../design/state-mark.tsx';
import { canEdit } from '../form/patch.ts';
import { oneDelivery, type Delivery, type DeliveryDetails } from '../data/deliveries.ts';
import { possible, useActions, withReason, type ActionDeclaration } from '../data/lifecycle.ts';
import { useDoing } from '../doing.tsx';
import { sayAction } from '../say-action.ts';
import { titleOf } from '../say.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import { Candidates } from './candidates.tsx';
import { DeliveryFacts } from './delivery-facts.tsx';
import { History } from './history.tsx';
import classes from './panel.module.css';
import { Proofs } from './proofs.tsx';
import { ReasonForm } from './reason-form.tsx';

interface DeliveryPanelProps {
  id: string;
  /** What is to be done with it, as soon as its reason is given. */
  asked: ActionDeclaration | undefined;
  onAsk(action: ActionDeclaration | undefined): void;
  onEdit(delivery: Delivery): void;
}

/** One delivery whole: what it is, what may be done, what happened. */
export function DeliveryPanel({ id, ...rest }: DeliveryPanelProps) {
  const { set } = useBoard();
  const found = useQuery(oneDelivery(id));
  const close = () => set({ id: undefined });
  if (found.isPending) return <Loader className={classes.loader} aria-label={tApp('loading')} />;
  if (!found.data)
    return (
      <EmptyState title={tApp('error.title')} detail={sentenceOf(found.error, tApp('error.offline'))}>
        <Button variant="default" onClick={close}>
          {tApp('close')}
        </Button>
      </EmptyState>
    );
  const delivery = found.data;
  return (
    <article className={classes.panel} aria-label={t('panel.label', { name: titleOf(delivery) })}>
      <header className={classes.head}>
        <div>
          <StateMark state={delivery.state} />
          <h2>{delivery.dropoff.name ?? titleOf(delivery)}</h2>
          <p>{delivery.reference}</p>
        </div>
        <CloseButton aria-label={tApp('close')} onClick={close} />
      </header>
      <Actions delivery={delivery} {...rest} />
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('panel.details')}>
        <DeliveryFacts delivery={delivery} />
        <Candidates delivery={delivery} />
        <Proofs delivery={delivery} />
        <History delivery={delivery} />
      </div>
    </article>
  );
}

/** What usually comes next; the others take something away. */
const forward = new Set(['release', 'assignDriver', 'retry']);

interface ActionsProps extends Omit<DeliveryPanelProps, 'id'> {
  delivery: DeliveryDetails;
}

function Actions({ delivery, asked, onAsk, onEdit }: ActionsProps) {
  const actions = useActions();
  const doing = useDoing();
  const { office, onTheRoad } = possible(actions, delivery.state, delivery.allowedActions);
  const choose = (action: ActionDeclaration) => {
    if (withReason.has(action.name)) onAsk(action);
    else void doing.run(delivery, action.name);
  };
  const copyLink = async () => {
    const { pagePath } = await api('deliveries.createTrackingLink', { path: { id: delivery.id }, body: {} });
    await navigator.clipboard?.writeText(new URL(pagePath, location.origin).href);
    doing.say(t('link.copied'));
  };
  return (
    <div className={classes.actions}>
      {doing.conflict && (
        <Alert color="accent" role="alert" title={t('conflict.title')}>
          {t('conflict.detail')}
        </Alert>
      )}
      <div className={classes.buttons}>
        {office.map((action) => (
          <Button
            key={action.name}
            size="xs"
            variant={forward.has(action.name) ? 'filled' : 'default'}
            disabled={doing.busy}
            data-action={action.name}
            onClick={() => choose(action)}
          >
            {action.name === 'assignDriver' ? t('action.assignBest') : sayAction(action)}
          </Button>
        ))}
        {canEdit(delivery.state) && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Pencil size={13} />}
            onClick={() => onEdit(delivery)}
          >
            {t('edit')}
          </Button>
        )}
        {onTheRoad.length > 0 && (
          <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
            <Menu.Target>
              <Button size="xs" variant="default" rightSection={<ChevronDown size={13} />}>
                {t('forDriver')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {onTheRoad.map((action) => (
                <Menu.Item key={action.name} onClick={() => choose(action)}>
                  {sayAction(action)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <Button size="xs" variant="default" leftSection={<Link2 size={13} />} onClick={() => void copyLink()}>
          {t('link.copy')}
        </Button>
      </div>
      {asked?.from.includes(delivery.state) && (
        <ReasonForm
          key={asked.name}
          action={asked}
          onCancel={() => onAsk(undefined)}
          onDone={async (input) => {
            if (await doing.run(delivery, asked.name, input)) onAsk(undefined);
          }}
        />
      )}
    </div>
  );
}
