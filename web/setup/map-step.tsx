import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import FileUp from 'lucide-react/icons/file-up';
import { api, sentenceOf, type Schema } from '../app/api.ts';
import { looksLikeMap } from './looks-like-map.ts';
import { OpenImport } from './open-import.tsx';
import { sendFile } from './send-file.ts';
import classes from './setup.module.css';
import { t } from './words.ts';

type MapImport = Schema<'MapImport'>;

export const isOpen = ({ state }: MapImport): boolean =>
  state === 'receiving' || state === 'waiting' || state === 'running';

/** Streets and addresses: a file from this computer, or the invented town to try things out. */
export function MapStep({ imports, next }: { imports: readonly MapImport[]; next: boolean }) {
  const client = useQueryClient();
  const bring = useMutation({
    async mutationFn(file: File | null) {
      if (!file) {
        await api('geography.startMapImport', { body: { source: 'demo' } });
        return;
      }
      if (!(await looksLikeMap(file))) throw new NotAMap(file.name);
      await sendFile(file);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['setup', 'imports'] }),
  });
  const open = imports.filter(isOpen);
  const [newest] = imports;
  const ended = open.length === 0 ? newest : undefined;
  const failure = bring.error ? sayError(bring.error) : ended && sayFailure(ended);
  return (
    <div className={classes.form}>
      <p className={classes.soft}>{t('map.more')}</p>
      {failure && (
        <p role="alert" className={classes.wrong}>
          {failure}
        </p>
      )}
      {ended?.state === 'cancelled' && (
        <p role="status">{t('map.cancelled', { name: ended.fileName ?? ended.name })}</p>
      )}
      {open.map((one) => (
        <OpenImport key={one.id} one={one} onChoose={bring.mutate} />
      ))}
      {open.length === 0 && (
        <div className={classes.choices}>
          <FileButton accept=".pbf,.gz,.osm" onChange={(file) => file && bring.mutate(file)}>
            {(props) => (
              <Button
                {...props}
                variant={next ? 'filled' : 'default'}
                loading={bring.isPending}
                leftSection={<FileUp size={15} />}
              >
                {t('map.choose')}
              </Button>
            )}
          </FileButton>
          <Button variant="default" disabled={bring.isPending} onClick={() => bring.mutate(null)}>
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

class NotAMap extends Error {}

const sayError = (error: Error): string =>
  error instanceof NotAMap
    ? `${t('map.failed', { name: error.message })} ${t('reason.not_a_map')}`
    : sentenceOf(error, t('failed'));

/** Why the last one did not become a map. */
function sayFailure({ state, reason, fileName, name }: MapImport): string | undefined {
  if (state !== 'failed' || !reason) return undefined;
  return `${t('map.failed', { name: fileName ?? name })} ${t(`reason.${reason}`)}`;
}
