import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { StateMark } from '../../design/state-mark.tsx';
import { oneDelivery } from '../data/deliveries.ts';
import { titleOf } from '../say.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './list.module.css';

/** The chosen delivery while it stands in none of the rows that were read: the list shows it all the same. */
export function ChosenElsewhere({ id }: { id: string }) {
  const { set } = useBoard();
  const delivery = useQuery(oneDelivery(id)).data;
  if (!delivery) return null;
  const { state, dropoff } = delivery;
  const find = { state: undefined, driver: undefined, exception: undefined, q: titleOf(delivery) };
  return (
    <div className={classes.elsewhere}>
      <StateMark state={state} quiet />
      <b>{[dropoff.name, titleOf(delivery)].filter(Boolean).join(' · ')}</b>
      <Button size="compact-xs" variant="subtle" onClick={() => set(find)}>
        {t('list.find')}
      </Button>
    </div>
  );
}
