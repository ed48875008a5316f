import { Button, FileButton, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import FileUp from 'lucide-react/icons/file-up';
import { useState } from 'react';
import { sentenceOf } from '../app/api.ts';
import { bringDemo, bringFile, type MapImport } from './bring-map.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

/** Streets and addresses: a file from this computer, or the invented town to try things out. */
export function MapStep() {
  const client = useQueryClient();
  const [now, setNow] = useState<MapImport>();
  const bring = useMutation({
    mutationFn: (file: File | null) => (file ? bringFile(file, setNow) : bringDemo(setNow)),
    onSettled: () => client.invalidateQueries({ queryKey: ['setup', 'maps'] }),
  });
  const failure = bring.error ? sentenceOf(bring.error, t('failed')) : bring.data?.failure;
  return (
    <div className={classes.form}>
      <p className={classes.soft}>{t('map.more')}</p>
      {failure && (
        <p role="alert" className={classes.wrong}>
          {failure}
        </p>
      )}
      {bring.isPending ? (
        <Way now={now} />
      ) : (
        <div className={classes.choices}>
          <FileButton accept=".pbf,.gz,.osm" onChange={(file) => file && bring.mutate(file)}>
            {(props) => (
              <Button {...props} leftSection={<FileUp size={15} />}>
                {t('map.choose')}
              </Button>
            )}
          </FileButton>
          <Button variant="default" onClick={() => bring.mutate(null)}>
            {t('map.demo')}
          </Button>
        </div>
      )}
      <details className={classes.soft}>
        <summary>{t('map.server')}</summary>
        <pre tabIndex={0} className={classes.commands}>
          caravan map import region.osm.pbf
        </pre>
      </details>
    </div>
  );
}

/** How far it is: first the bytes, then the work that is made of them. */
function Way({ now }: { now: MapImport | undefined }) {
  const sending = now?.state === 'receiving';
  const percent = sending ? (100 * now.receivedBytes) / Math.max(1, now.sizeBytes) : (now?.percent ?? 0);
  const text = sending
    ? t('map.sending', { percent: Math.round(percent) })
    : t('map.making', { percent: Math.round(percent) });
  return (
    <div className={classes.way}>
      <Progress value={percent} aria-label={text} />
      <p role="status">{text}</p>
    </div>
  );
}
