import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Expand from 'lucide-react/icons/expand';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { t as tApp } from '../../app/words.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { showAgo } from '../../words/format.ts';
import { oneDelivery, openDeliveries } from '../data/deliveries.ts';
import { useDriverMap, useDrivers } from '../data/drivers.ts';
import { useWay } from '../data/way.ts';
import { carriesDeliveries, dropped } from '../dragging.ts';
import type { Filters } from '../filters.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './map.module.css';
import { MapStage, type Hit } from './map-stage.ts';
import { NoStreets } from './no-streets.tsx';

interface BoardMapProps {
  onAssign(ids: readonly string[], driverId: string): void;
}

/** Everyone on the streets, as it is now. */
export default function BoardMap({ onAssign }: BoardMapProps) {
  const { filters, set } = useBoard();
  const scheme = useComputedColorScheme('light');
  const holder = useRef<HTMLDivElement>(null);
  const stage = useRef<MapStage>(undefined);
  const [tip, setTip] = useState<Hit>();
  const [blank, setBlank] = useState(false);
  const drivers = useDrivers();
  const driverMap = useDriverMap();
  const open = useQuery(openDeliveries).data;
  const chosen = useQuery({ ...oneDelivery(filters.id ?? ''), enabled: Boolean(filters.id) }).data;
  const delivery = filters.id ? chosen : undefined;
  const driverId = filters.who ?? delivery?.driverId ?? undefined;
  const way = useWay(delivery, filters.who);

  useEffect(() => {
    if (!holder.current) return undefined;
    const made = openStage(holder.current, scheme === 'dark');
    if (!made) {
      setBlank(true);
      return undefined;
    }
    stage.current = made;
    made.onHover = setTip;
    return () => {
      stage.current = undefined;
      made.remove();
    };
    // The first colours only; later ones are handed over below.
  }, []);
  useEffect(() => stage.current?.setDark(scheme === 'dark'), [scheme]);
  useEffect(() => stage.current?.setDrivers(drivers), [drivers]);
  useEffect(() => stage.current?.setDeliveries(open ?? []), [open]);
  useEffect(() => stage.current?.choose(delivery, driverId), [delivery, driverId]);
  useEffect(() => stage.current?.setWay(way ?? []), [way]);
  useEffect(() => {
    if (stage.current) stage.current.onPick = (hit) => set(changeFor(hit));
  }, [set]);

  const over = (event: DragEvent) => {
    if (!carriesDeliveries(event.dataTransfer)) return;
    event.preventDefault();
    setTip(stage.current?.hitAt(event.clientX, event.clientY, 22));
  };
  const drop = (event: DragEvent) => {
    const hit = stage.current?.hitAt(event.clientX, event.clientY, 22);
    setTip(undefined);
    if (hit?.kind === 'driver') onAssign(dropped(event.dataTransfer), hit.id);
  };
  if (blank) return <EmptyState title={t('map.none')} detail={t('map.none.detail')} />;
  const tipped = tip?.kind === 'driver' ? driverMap.get(tip.id) : undefined;
  return (
    <div className={classes.map} onDragOver={over} onDrop={drop}>
      <div ref={holder} className={classes.holder} />
      <NoStreets />
      {tip && tipped && (
        <div className={classes.tip} style={{ left: tip.px, top: tip.py }} data-state={tipped.state}>
          <b>{tipped.name}</b>
          <span>
            {tApp(`driver.${tipped.state}`)}
            {tip.capturedAtMs ? ` · ${showAgo(tip.capturedAtMs)}` : ''}
          </span>
        </div>
      )}
      <div className={classes.controls}>
        <Tooltip label={t('map.fit')} position="left">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('map.fit')}
            onClick={() => stage.current?.fit()}
          >
            <Expand size={16} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon.Group orientation="vertical">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('map.in')}
            onClick={() => stage.current?.zoom(1)}
          >
            <Plus size={16} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('map.out')}
            onClick={() => stage.current?.zoom(-1)}
          >
            <Minus size={16} />
          </ActionIcon>
        </ActionIcon.Group>
      </div>
    </div>
  );
}

/** Without WebGL there is no map; the rest of the board does not need it. */
function openStage(holder: HTMLElement, dark: boolean): MapStage | undefined {
  try {
    return new MapStage(holder, dark);
  } catch {
    return undefined;
  }
}

function changeFor(hit: Hit | undefined): Partial<Filters> {
  if (hit?.kind === 'driver') return { who: hit.id, id: undefined };
  if (hit?.kind === 'delivery') return { id: hit.id, who: undefined };
  return { id: undefined, who: undefined };
}
