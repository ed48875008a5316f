import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { rowHeight, useDensity } from '../../app/preferences.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { showClock } from '../../words/format.ts';
import { oneDelivery, openDeliveries, type Delivery } from '../data/deliveries.ts';
import { shiftsOf, useDrivers } from '../data/drivers.ts';
import { useBoard } from '../use-board.ts';
import { FirstSteps } from '../first-steps.tsx';
import { t } from '../words.ts';
import { TimelineRow } from './timeline-row.tsx';
import classes from './timeline.module.css';
import { hourMs, type Scale } from './scale.ts';

interface TimelineProps {
  onAssign(ids: readonly string[], driverId: string): void;
}

const pixelsPerHour = 150;
const hoursBefore = 2;
const hoursAfter = 8;
/** Of what is visible beside the names. */
const nowShare = 0.25;
const namesWidth = 212;
const noDeliveries: Delivery[] = [];

/** The days of the drivers side by side: what they did, where they are, what is before them. */
export function Timeline({ onAssign }: TimelineProps) {
  const { filters, set } = useBoard();
  const drivers = useDrivers();
  const open = useQuery(openDeliveries).data ?? noDeliveries;
  const nowMs = useMinute();
  const fromMs = Math.floor(nowMs / hourMs - hoursBefore) * hourMs;
  const scale: Scale = useMemo(
    () => ({ fromMs, toMs: fromMs + (hoursBefore + hoursAfter + 1) * hourMs, pixelsPerHour }),
    [fromMs],
  );
  const shifts = useQuery(shiftsOf(new Date(nowMs).setHours(0, 0, 0, 0))).data;
  const held = useMemo(
    () =>
      Map.groupBy(
        open.filter(({ driverId }) => driverId),
        ({ driverId }) => driverId ?? '',
      ),
    [open],
  );
  const chosen = useQuery({ ...oneDelivery(filters.id ?? ''), enabled: Boolean(filters.id) }).data;
  const chosenDriver = filters.who ?? (filters.id && chosen?.driverId) ?? undefined;
  const rows = useMemo(
    () => drivers.filter(({ id, state }) => state !== 'offline' || held.has(id) || id === chosenDriver),
    [drivers, held, chosenDriver],
  );
  const density = useDensity();
  const height = rowHeight(density);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 3,
    paddingStart: 26,
    scrollPaddingStart: 26,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const chosenAt = rows.findIndex(({ id }) => id === chosenDriver);
  const isThere = chosenAt !== -1;
  useEffect(() => {
    if (isThere) virtual.scrollToIndex(chosenAt, { align: 'auto' });
    // Only when another one is chosen, or comes to be known: the reader may scroll away.
  }, [chosenDriver, isThere, virtual]);
  const nowAt = ((nowMs - fromMs) / hourMs) * pixelsPerHour;
  const isReady = rows.length > 0;
  // What comes next is what counts: the line of now stands left of the middle, however narrow the place is.
  useEffect(() => {
    const { current } = scroller;
    if (!current) return;
    const keep = () => {
      current.scrollLeft = nowAt - (current.clientWidth - namesWidth) * nowShare;
    };
    const watch = new ResizeObserver(keep);
    watch.observe(current);
    return () => watch.disconnect();
    // Only when the place changes: the reader may scroll away.
  }, [isReady]);
  const width = ((scale.toMs - scale.fromMs) / hourMs) * pixelsPerHour;
  if (drivers.length > 0 && !isReady)
    return <EmptyState title={t('timeline.idle')} detail={t('timeline.idle.detail')} />;
  if (!isReady)
    return (
      <EmptyState title={t('timeline.none')} detail={t('timeline.none.detail')}>
        <FirstSteps more={t('timeline.none.ask')} />
      </EmptyState>
    );
  return (
    <section ref={scroller} className={classes.scroller} aria-label={t('timeline.label')} tabIndex={0}>
      <div
        className={classes.body}
        style={{ height: virtual.getTotalSize(), width: `calc(var(--names) + ${width}px)` }}
      >
        <div className={classes.hours} aria-hidden="true">
          <b />
          {hoursOf(scale).map((hour) => (
            <span key={hour} style={{ left: ((hour - fromMs) / hourMs) * pixelsPerHour }}>
              {showClock(hour)}
            </span>
          ))}
        </div>
        <div className={classes.now} style={{ left: `calc(var(--names) + ${nowAt}px)` }} aria-hidden="true" />
        {virtual.getVirtualItems().map(({ index, start }) => {
          const driver = rows[index];
          return (
            driver && (
              <TimelineRow
                key={driver.id}
                driver={driver}
                held={held.get(driver.id) ?? noDeliveries}
                shift={shifts?.find(({ driverId, state }) => driverId === driver.id && state !== 'cancelled')}
                scale={scale}
                nowMs={nowMs}
                top={start}
                height={height}
                chosen={driver.id === chosenDriver}
                chosenDelivery={filters.id}
                onChoose={set}
                onAssign={onAssign}
              />
            )
          );
        })}
      </div>
    </section>
  );
}

const hoursOf = ({ fromMs, toMs }: Scale): number[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / hourMs) }, (_, index) => fromMs + index * hourMs);

function useMinute(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
