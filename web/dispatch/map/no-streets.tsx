import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { FirstSteps } from '../first-steps.tsx';
import { t } from '../words.ts';
import classes from './map.module.css';

const staleTime = 60_000;

/** Over a map of coasts alone: why no street is to be seen, and who brings them. */
export function NoStreets() {
  const maps = useQuery({ queryKey: ['maps'], queryFn: () => api('geography.listMaps'), staleTime });
  if (maps.data?.items.length !== 0) return null;
  return (
    <div className={classes.noStreets}>
      <b>{t('map.noStreets')}</b>
      <FirstSteps more={t('map.noStreets.more')} />
    </div>
  );
}
