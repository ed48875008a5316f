import { useQuery } from '@tanstack/react-query';
import { t as tApp } from '../../app/words.ts';
import { openStates } from '../../../client/src/delivery-states.ts';
import { deliveriesOf, forMany } from '../bulk/bulk-bar.tsx';
import { oneDelivery, type Delivery } from '../data/deliveries.ts';
import { useDrivers } from '../data/drivers.ts';
import { isHeld } from '../data/hand-on.ts';
import { possible, useActions, withReason, type ActionDeclaration } from '../data/lifecycle.ts';
import { useDoing } from '../doing.tsx';
import { keyOf, type Command } from '../keys.ts';
import { usePicked } from '../picked.ts';
import { sayAction } from '../say-action.ts';
import { titleOf } from '../say.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import type { PaletteItem } from './palette.tsx';

const ofBoard = ['create', 'import', 'search', 'exceptions', 'deliveries', 'timeline', 'help'] as const;

export interface PaletteWays {
  run(command: Command): void;
  /** Before what cannot be taken back: its reason is asked for. */
  ask(action: ActionDeclaration): void;
  preview(action: ActionDeclaration, deliveries: Delivery[]): void;
}

/** What the palette offers: things to do with what is chosen, things of the board, and everyone who drives. */
export function usePaletteItems({ run, ask, preview }: PaletteWays): PaletteItem[] {
  const { filters, set } = useBoard();
  const drivers = useDrivers();
  const actions = useActions();
  const doing = useDoing();
  const chosen = useQuery({ ...oneDelivery(filters.id ?? ''), enabled: Boolean(filters.id) }).data;
  const delivery = filters.id ? chosen : undefined;
  const office = delivery ? possible(actions, delivery.state).office : [];
  const ticked = deliveriesOf(usePicked());
  const working = drivers.filter(({ state }) => state === 'online' || state === 'busy');
  return [
    ...forMany(actions, ticked).map((action) => ({
      id: `many-${action.name}`,
      group: t('bulk.count', { count: ticked.length }),
      label: `${sayAction(action)} …`,
      run: () => preview(action, ticked),
    })),
    ...(delivery
      ? [
          ...office.map((action) => ({
            id: `do-${action.name}`,
            group: titleOf(delivery),
            label: action.name === 'assignDriver' ? t('action.assignBest') : sayAction(action),
            run: () => (withReason.has(action.name) ? ask(action) : void doing.run(delivery, action.name)),
          })),
          ...(office.some(({ name }) => name === 'assignDriver') || isHeld(delivery)
            ? working.map(({ id, name, state }) => ({
                id: `assign-${id}`,
                group: t('palette.assign'),
                label: name,
                detail: tApp(`driver.${state}`),
                run: () => void doing.run(delivery, 'assignDriver', { driverId: id }),
              }))
            : []),
        ]
      : []),
    ...ofBoard.map((command) => ({
      id: command,
      group: t('palette.board'),
      label: t(`key.${command}`),
      hint: keyOf[command],
      run: () => run(command),
    })),
    {
      id: 'open',
      group: t('palette.board'),
      label: t('filter.open'),
      run: () => set({ state: [...openStates], q: undefined, driver: undefined }),
    },
    ...drivers.map(({ id, name, state }) => ({
      id: `driver-${id}`,
      group: t('fact.driver'),
      label: name,
      detail: tApp(`driver.${state}`),
      run: () => set({ who: id, id: undefined }),
    })),
  ];
}
