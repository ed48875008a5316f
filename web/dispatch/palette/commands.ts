import { useQuery } from '@tanstack/react-query';
import { t as tApp } from '../../app/words.ts';
import { openStates } from '../../../client/src/delivery-states.ts';
import { oneDelivery } from '../data/deliveries.ts';
import { useDrivers } from '../data/drivers.ts';
import { possible, useActions } from '../data/lifecycle.ts';
import { useDoing } from '../doing.tsx';
import { keyOf, type Command } from '../keys.ts';
import { sayAction } from '../say-action.ts';
import { titleOf } from '../say.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import type { PaletteItem } from './palette.tsx';

const ofBoard = ['create', 'import', 'search', 'exceptions', 'deliveries', 'timeline', 'help'] as const;

/** What the palette offers: things to do with what is chosen, things of the board, and everyone who drives. */
export function usePaletteItems(run: (command: Command) => void): PaletteItem[] {
  const { filters, set } = useBoard();
  const drivers = useDrivers();
  const actions = useActions();
  const doing = useDoing();
  const chosen = useQuery({ ...oneDelivery(filters.id ?? ''), enabled: Boolean(filters.id) }).data;
  const delivery = filters.id ? chosen : undefined;
  const office = delivery ? possible(actions, delivery.state).office : [];
  const working = drivers.filter(({ state }) => state === 'online' || state === 'busy');
  return [
    ...(delivery
      ? [
          ...office.map((action) => ({
            id: `do-${action.name}`,
            group: titleOf(delivery),
            label: sayAction(action),
            run: () => void doing.run(delivery, action.name),
          })),
          ...(office.some(({ name }) => name === 'assignDriver')
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
