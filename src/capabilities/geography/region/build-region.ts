import { divide } from '../graph/divide.ts';
import { buildProfileGraph } from '../graph/profile-graph.ts';
import { buildNetwork } from '../network/build-network.ts';
import { PROFILES } from '../network/profile-rules.ts';
import { buildEdgeGrid } from '../routing/snap.ts';
import { buildSearchIndex } from '../search/build-index.ts';
import { collectAddresses } from '../search/addresses.ts';
import { type MapSource, MapSourceError } from '../source/map-source.ts';
import { StringTable } from '../source/strings.ts';
import { collectFeatures } from '../tiles/features.ts';
import type { Box } from './grid.ts';
import type { RegionData } from './region.ts';
import { packTexts } from './text-table.ts';

export type BuildStage = 'streets' | 'addresses' | 'division' | 'car' | 'bike' | 'foot' | 'features';

export function boundsOf(lats: Int32Array, lngs: Int32Array): Box {
  const box = { south: 0x7fffffff, west: 0x7fffffff, north: -0x7fffffff, east: -0x7fffffff };
  for (let i = 0; i < lats.length; i++) {
    box.south = Math.min(box.south, lats[i] as number);
    box.north = Math.max(box.north, lats[i] as number);
    box.west = Math.min(box.west, lngs[i] as number);
    box.east = Math.max(box.east, lngs[i] as number);
  }
  return box;
}

/** Makes everything that a region needs of a map source: streets to route on, addresses, features to draw. */
export function buildRegion(
  source: MapSource,
  onProgress: (stage: BuildStage, share: number) => void = () => undefined,
): RegionData {
  const texts = new StringTable();
  onProgress('streets', 0);
  const network = buildNetwork(source, texts);
  if (network.edgeFrom.length === 0) {
    throw new MapSourceError('geography.mapEmpty', `${source.name} holds no streets.`, 'no_streets');
  }
  const bounds = boundsOf(source.nodeLat, source.nodeLng);
  const edgeGrid = buildEdgeGrid(network, boundsOf(network.shapeLat, network.shapeLng));
  onProgress('addresses', 0);
  const addresses = collectAddresses(source, texts, bounds);
  const search = buildSearchIndex(source, texts, network, addresses);
  onProgress('features', 0);
  const features = collectFeatures(source, texts, bounds);
  const division = divide(network, (share) => onProgress('division', share));
  const [car, bike, foot] = PROFILES.map((profile) => {
    onProgress(profile, 0);
    return buildProfileGraph(network, profile, division, (share) => onProgress(profile, share));
  }) as [RegionData['graphs']['car'], RegionData['graphs']['bike'], RegionData['graphs']['foot']];
  return {
    about: {
      name: source.name,
      attribution: source.attribution,
      bounds,
      counts: {
        sourceNodes: source.counts.nodes,
        sourceWays: source.counts.ways,
        sourceRelations: source.counts.relations,
        junctions: network.nodeLat.length,
        streetPoints: network.shapeLat.length,
        edges: network.edgeFrom.length,
        restrictions: network.restrictions.length,
        addresses: addresses.lat.length,
        places: search.kind.length,
        features: features.layer.length,
        states: { car: car.stateCount, bike: bike.stateCount, foot: foot.stateCount },
      },
    },
    texts: packTexts(texts.all()),
    // The states hold the restrictions from here on.
    network: { ...network, restrictions: [] },
    edgeGrid,
    graphs: { car, bike, foot },
    addresses,
    search,
    features,
  };
}
