import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { memo, type DragEvent } from 'react';
import { t as tApp } from '../../app/words.ts';
import { showTime } from '../../words/format.ts';
import { unfinishedStates } from '../../../client/src/delivery-states.ts';
import type { Delivery } from '../data/deliveries.ts';
import { startDrag } from '../dragging.ts';
import { picked } from '../picked.ts';
import { doorOf, titleOf } from '../say.ts';
import type { Board } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './list.module.css';

interface DeliveryRowProps {
  delivery: Delivery;
  /** Counted from the newest; unknown while what is above has not been read. */
  place: number | undefined;
  top: number;
  height: number;
  driver: string | undefined;
  chosen: boolean;
  ofChosenDriver: boolean;
  ticked: boolean;
  onChoose: Board['set'];
  onTick(id: string, upToHere: boolean): void;
}

export const DeliveryRow = memo(function DeliveryRow(props: DeliveryRowProps) {
  const { delivery, place, top, height, driver, chosen, ofChosenDriver, ticked, onChoose, onTick } = props;
  const { id, state, dropoff, exception } = delivery;
  const drag = ({ dataTransfer }: DragEvent) => startDrag(dataTransfer, ticked ? [...picked.ids] : [id]);
  return (
    <div
      id={`row-${id}`}
      role="row"
      aria-rowindex={place}
      aria-selected={chosen}
      className={classes.row}
      data-state={state}
      data-chosen={chosen || undefined}
      data-of-driver={ofChosenDriver || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
      draggable
      onDragStart={drag}
      onClick={() => onChoose({ id })}
    >
      <span role="gridcell" className={classes.tick}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={ticked}
          aria-label={t('list.tick', { name: titleOf(delivery) })}
          onClick={(event) => event.stopPropagation()}
          onChange={({ nativeEvent }) =>
            onTick(id, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
          }
        />
      </span>
      <span role="gridcell" className={classes.what}>
        <b>{dropoff.name ?? titleOf(delivery)}</b>
        <small>
          {delivery.reference && dropoff.name ? `${delivery.reference} · ` : ''}
          {doorOf(dropoff)}
        </small>
      </span>
      <span role="gridcell" className={classes.who}>
        <span>{driver ?? ''}</span>
        <small className="number" data-late={exception === 'late' || undefined}>
          {exception && <TriangleAlert size={11} aria-label={t('list.exception')} />}
          <span className={classes.state}>{tApp(`state.${state}`)}</span>
          <span className={classes.when}>{whenOf(delivery)}</span>
        </small>
      </span>
    </div>
  );
});

/** The one time that matters now: when it came, when it will come, by when it was promised. */
function whenOf({ state, deliveredAt, etaAt, windowTo, stateSince }: Delivery): string {
  if (deliveredAt) return showTime(deliveredAt);
  if (!unfinishedStates.includes(state)) return showTime(stateSince);
  if (etaAt) return `→ ${showTime(etaAt)}`;
  if (windowTo) return t('list.by', { time: showTime(windowTo) });
  return showTime(stateSince);
}
