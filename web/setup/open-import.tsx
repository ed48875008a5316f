import { Button, FileButton, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { api, sentenceOf, type Schema } from '../app/api.ts';
import { showMegabytes, showSpan } from '../words/format.ts';
import { sayMap } from './say-map.ts';
import { sendingNow, stopSending, watchSending, type Sending } from './send-file.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

type MapImport = Schema<'MapImport'>;

interface OpenImportProps {
  one: MapImport;
  onChoose(file: File): void;
}

/** A map on its way: how far it is, what it is at, how long it still takes, and the way out. */
export function OpenImport({ one, onChoose }: OpenImportProps) {
  const client = useQueryClient();
  const sending = useSyncExternalStore(watchSending, sendingNow);
  const mine = sending?.importId === one.id ? sending : undefined;
  const cancel = useMutation({
    async mutationFn() {
      if (mine) stopSending();
      await api('geography.cancelMapImport', { path: { id: one.id } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['setup', 'imports'] }),
  });
  const isSent = one.state !== 'receiving' || one.receivedBytes >= one.sizeBytes;
  const { title, more, percent } = isSent ? making(one) : sendingOf(one, mine);
  return (
    <div className={classes.way}>
      <div className={classes.wayHead}>
        <b>{title}</b>
        <span>{Math.floor(percent)} %</span>
      </div>
      <Progress value={percent} aria-label={title} />
      <p role="status" className={classes.soft}>
        {more}
      </p>
      {mine?.error !== undefined && (
        <p role="alert" className={classes.wrong}>
          {sentenceOf(mine.error, t('failed'))}
        </p>
      )}
      <div className={classes.choices}>
        {!isSent && (!mine || mine.error !== undefined) && <SameFile one={one} onChoose={onChoose} />}
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('map.cancel')}
        </Button>
      </div>
      {cancel.error && (
        <p role="alert" className={classes.wrong}>
          {sentenceOf(cancel.error, t('failed'))}
        </p>
      )}
    </div>
  );
}

/** A browser forgets the file with the page: whoever goes on shows it again. */
function SameFile({ one: { fileName, sizeBytes }, onChoose }: OpenImportProps) {
  const [wrong, setWrong] = useState<string>();
  const choose = (file: File | null) => {
    if (!file) return;
    const isSame = file.name === fileName && file.size === sizeBytes;
    setWrong(isSame ? undefined : t('map.otherFile', { name: fileName ?? '' }));
    if (isSame) onChoose(file);
  };
  return (
    <>
      <FileButton accept=".pbf,.gz,.osm" onChange={choose}>
        {(props) => <Button {...props}>{t('map.goOn')}</Button>}
      </FileButton>
      {wrong && (
        <p role="alert" className={classes.wrong}>
          {wrong}
        </p>
      )}
    </>
  );
}

interface Way {
  title: string;
  more: string;
  percent: number;
}

function sendingOf({ fileName, name, receivedBytes, sizeBytes }: MapImport, mine: Sending | undefined): Way {
  const sentBytes = Math.max(receivedBytes, mine?.sentBytes ?? 0);
  const percent = (100 * sentBytes) / sizeBytes;
  const file = fileName ?? name;
  const amount = t('map.amount', { sent: showMegabytes(sentBytes), size: showMegabytes(sizeBytes) });
  if (!mine || mine.error !== undefined)
    return { title: t('map.stopped', { file }), more: `${amount} · ${t('map.stopped.more')}`, percent };
  if (mine.lost) return { title: t('map.sending', { file }), more: `${amount} · ${t('map.lost')}`, percent };
  const left = mine.bytesPerSecond
    ? t('map.left', { time: showSpan((sizeBytes - sentBytes) / mine.bytesPerSecond) })
    : undefined;
  return {
    title: t('map.sending', { file }),
    more: [amount, left, t('map.keepOpen')].filter(Boolean).join(' · '),
    percent,
  };
}

function making({ state, name, phase, percent, remainingSeconds, stalled }: MapImport): Way {
  const title = t('map.making', { name: sayMap(name) });
  if (state === 'running' && stalled) return { title, more: t('map.stalled'), percent };
  if (state !== 'running') return { title, more: t('map.waiting'), percent: 0 };
  const left = remainingSeconds === null ? undefined : t('map.left', { time: showSpan(remainingSeconds) });
  const more = [phase && t(`phase.${phase}`), left, t('map.mayLeave')].filter(Boolean).join(' · ');
  return { title, more, percent };
}
