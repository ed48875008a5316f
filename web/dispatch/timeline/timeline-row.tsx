import { useQuery } from '@tanstack/react-query';
import { memo, useState, type DragEvent } from 'react';
import type { Schema } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { showClock, showNumber } from '../../words/format.ts';
import { dayOf, type Day } from '../data/days.ts';
import type { Delivery } from '../data/deliveries.ts';
import type { Driver } from '../data/drivers.ts';
import { carriesDeliveries, dropped, startDrag } from '../dragging.ts';
import { isHeld } from '../data/hand-on.ts';
import { titleOf } from '../say.ts';
import type { Board } from '../use-board.ts';
import { t } from '../words.ts';
import { pixelsAt, type Scale } from './scale.ts';
import classes from './timeline.module.css';

interface TimelineRowProps {
  driver: Driver;
  held: readonly Delivery[];
  shift: Schema<'Shift'> | undefined;
  scale: Scale;
  nowMs: number;
  top: number;
  height: number;
  chosen: boolean;
  chosenDelivery: string | undefined;
  onChoose: Board['set'];
  onAssign(ids: readonly string[], driverId: string): void;
}

interface Mark {
  key: string;
  deliveryId: string;
  kind: 'pickup' | 'dropoff';
  state: Delivery['state'];
  atMs: number;
  title: string;
  /** A time that nobody has committed to. */
  guess: boolean;
  late: boolean;
}

export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { driver, held, shift, scale, nowMs, top, height, chosen, chosenDelivery, onChoose, onAssign } =
    props;
  const [over, setOver] = useState(false);
  const { data: day, isPending } = useQuery(dayOf(driver.id));
  const marks = day ? [...comingMarks(held, day, nowMs), ...doneMarks(day, scale)] : [];
  const dragOver = (event: DragEvent) => {
    if (!carriesDeliveries(event.dataTransfer)) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    <div
      className={classes.row}
      style={{ height, transform: `translateY(${top}px)` }}
      data-chosen={chosen || undefined}
      data-over={over || undefined}
      data-state={driver.state}
      onDragOver={dragOver}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        onAssign(dropped(event.dataTransfer), driver.id);
      }}
    >
      <button
        type="button"
        className={classes.name}
        aria-pressed={chosen}
        onClick={() => onChoose({ who: chosen ? undefined : driver.id, id: undefined })}
      >
        <i data-lost={driver.lostContact || undefined} />
        <span>{driver.name}</span>
        <small className="number">{load(driver, held.length)}</small>
      </button>
      <div className={classes.track}>
        {shift && (
          <div
            className={classes.shift}
            style={{
              left: pixelsAt(scale, Date.parse(shift.plannedFrom)),
              width:
                pixelsAt(scale, Date.parse(shift.plannedTo)) - pixelsAt(scale, Date.parse(shift.plannedFrom)),
            }}
          />
        )}
        {isPending && held.length > 0 && (
          <div className={classes.waiting} style={{ left: pixelsAt(scale, nowMs) }} />
        )}
        <Ride marks={marks} scale={scale} nowMs={nowMs} />
        {marks.map((mark) => (
          <button
            key={mark.key}
            type="button"
            // Small and close together: the keyboard has the list and the driver's stops, which lead to the same.
            tabIndex={-1}
            className={mark.kind === 'pickup' ? classes.pickup : classes.stop}
            data-state={mark.state}
            data-guess={mark.guess || undefined}
            data-late={mark.late || undefined}
            data-chosen={mark.deliveryId === chosenDelivery || undefined}
            style={{ left: pixelsAt(scale, mark.atMs) }}
            aria-label={t(mark.kind === 'pickup' ? 'timeline.pickup' : 'timeline.dropoff', {
              name: mark.title,
              time: showClock(mark.atMs),
            })}
            title={`${showClock(mark.atMs)} ${mark.title}`}
            draggable={isHeld(mark)}
            onDragStart={({ dataTransfer }) => startDrag(dataTransfer, [mark.deliveryId])}
            onClick={() => onChoose({ id: mark.deliveryId, who: undefined })}
          />
        ))}
      </div>
    </div>
  );
});

/** What somebody holds, or else what they do; of a break the board tells in any case. */
function load({ state }: Driver, count: number): string {
  if (count === 0) return tApp(`driver.${state}`);
  return state === 'on_break'
    ? `${tApp('driver.on_break')} · ${showNumber(count)}`
    : t('timeline.held', { count });
}

/** The line from now to the last stop ahead. */
function Ride({ marks, scale, nowMs }: { marks: readonly Mark[]; scale: Scale; nowMs: number }) {
  const last = Math.max(nowMs, ...marks.map(({ atMs }) => atMs));
  if (last <= nowMs) return null;
  const left = pixelsAt(scale, nowMs);
  return <div className={classes.ride} style={{ left, width: pixelsAt(scale, last) - left }} />;
}

function comingMarks(held: readonly Delivery[], { route, committed }: Day, nowMs: number): Mark[] {
  const byId = new Map(held.map((delivery) => [delivery.id, delivery]));
  return (route?.stops ?? []).flatMap(({ deliveryId, kind, etaAt, lateSeconds }) => {
    const delivery = byId.get(deliveryId);
    if (!delivery || !etaAt) return [];
    return [
      {
        key: `${deliveryId}/${kind}`,
        deliveryId,
        kind,
        state: delivery.state,
        atMs: Math.max(nowMs, Date.parse(etaAt)),
        title: titleOf(delivery),
        guess: !committed,
        late: lateSeconds > 0,
      },
    ];
  });
}

function doneMarks({ finished }: Day, scale: Scale): Mark[] {
  return finished.flatMap(({ deliveryId, state, reference, at }) => {
    const atMs = Date.parse(at);
    if (atMs < scale.fromMs) return [];
    return [
      {
        key: deliveryId,
        deliveryId,
        kind: 'dropoff' as const,
        state,
        atMs,
        title: reference ?? tApp(`state.${state}`),
        guess: false,
        late: false,
      },
    ];
  });
}
