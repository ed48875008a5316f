import { Button, Select } from '@mantine/core';
import { Dialog } from '../../design/dialog.tsx';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { t as tApp } from '../../app/words.ts';
import { StateMark } from '../../design/state-mark.tsx';
import type { Delivery } from '../data/deliveries.ts';
import { useDrivers } from '../data/drivers.ts';
import {
  actOnMany,
  useActions,
  wayBack,
  type ActionDeclaration,
  type BulkAnswer,
} from '../data/lifecycle.ts';
import { Done, refuse } from '../doing.tsx';
import { picked } from '../picked.ts';
import { sayProblem } from '../../app/say-problem.ts';
import { sayAction } from '../say-action.ts';
import { titleOf } from '../say.ts';
import { t } from '../words.ts';
import classes from './bulk.module.css';

interface BulkPreviewProps {
  action: ActionDeclaration;
  deliveries: readonly Delivery[];
  /** Chosen already, by dragging. */
  driverId?: string;
  onClose(): void;
}

const shown = 200;

/** Which of them it will be done to, which not and why; then the result of each, and the way back. */
export function BulkPreview({ action, deliveries, driverId: given, onClose }: BulkPreviewProps) {
  const drivers = useDrivers();
  const actions = useActions();
  const [driverId, setDriverId] = useState<string | null>(given ?? null);
  const [answer, setAnswer] = useState<BulkAnswer>();
  const [busy, setBusy] = useState(false);
  const fitting = deliveries.filter(({ state }) => action.from.includes(state));
  const takesDriver = 'driverId' in (action.input.properties ?? {});
  const run = async () => {
    setBusy(true);
    try {
      const done = await actOnMany(
        action.name,
        fitting.map(({ id }) => id),
        takesDriver && driverId ? { driverId } : {},
      );
      setAnswer(done);
      announce(done);
      picked.clear();
      if (done.failed === 0) onClose();
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  };
  const announce = (done: BulkAnswer) => {
    const before = new Map(fitting.map((delivery) => [delivery.id, delivery]));
    const changed = done.results.flatMap(({ delivery }) => (delivery ? [delivery] : []));
    const ways = changed.map((after) => wayBack(actions, before.get(after.id) ?? after, after));
    const [way] = ways;
    const undoable =
      way && ways.every((one) => one?.action === way.action) && Object.keys(way.input).length === 0;
    const undo = async () => {
      await actOnMany(
        way?.action ?? '',
        changed.map(({ id }) => id),
        {},
      ).catch(refuse);
    };
    notifications.show({
      autoClose: 10_000,
      message: (
        <Done
          words={t('bulk.done', { action: sayAction(action), count: done.done })}
          {...(undoable && changed.length > 0 && { undo })}
        />
      ),
    });
  };
  const results = new Map(answer?.results.map((result) => [result.id, result]));
  return (
    <Dialog title={sayAction(action)} size="lg" onClose={onClose}>
      <p className={classes.meaning}>
        {t('bulk.preview', { count: fitting.length })}{' '}
        {fitting.length < deliveries.length &&
          t('bulk.skipped', { count: deliveries.length - fitting.length })}
      </p>
      {takesDriver && (
        <Select
          comboboxProps={{ withinPortal: false }}
          label={t('fact.driver')}
          placeholder={t('bulk.bestDriver')}
          searchable
          clearable
          data={drivers
            .filter(({ state }) => state === 'online' || state === 'busy')
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={driverId}
          onChange={setDriverId}
        />
      )}
      <div className={classes.table} tabIndex={0} role="region" aria-label={sayAction(action)}>
        <table>
          <tbody>
            {deliveries.slice(0, shown).map((delivery) => {
              const fits = action.from.includes(delivery.state);
              const problem = results.get(delivery.id)?.problem;
              return (
                <tr key={delivery.id} data-out={!fits || undefined}>
                  <td>{titleOf(delivery)}</td>
                  <td>
                    <StateMark state={results.get(delivery.id)?.delivery?.state ?? delivery.state} quiet />
                  </td>
                  <td data-bad={problem ? true : undefined}>
                    {problem
                      ? sayProblem(problem)
                      : results.has(delivery.id)
                        ? '✓'
                        : fits
                          ? ''
                          : t('bulk.notPossible')}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {answer ? tApp('close') : tApp('cancel')}
        </Button>
        {!answer && (
          <Button loading={busy} disabled={fitting.length === 0} onClick={() => void run()}>
            {t('bulk.run', { action: sayAction(action), count: fitting.length })}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
