/** Colours of a map style. Quiet on purpose: what moves on the board must be louder than the ground. */
export interface Palette {
  name: string;
  sea: string;
  land: string;
  border: string;
  regionBorder: string;
  water: string;
  waterLine: string;
  waterText: string;
  wood: string;
  grass: string;
  farmland: string;
  orchard: string;
  park: string;
  pitch: string;
  sand: string;
  rock: string;
  residential: string;
  commercial: string;
  industrial: string;
  civic: string;
  building: string;
  buildingLine: string;
  pier: string;
  road: {
    casing: string;
    motorway: string;
    trunk: string;
    primary: string;
    secondary: string;
    minor: string;
    path: string;
  };
  rail: string;
  text: string;
  textQuiet: string;
  halo: string;
  green: string;
}

export const PALETTES: Record<string, Palette> = {
  light: {
    name: 'Caravan light',
    sea: '#c9dde8',
    land: '#f5f3ee',
    border: '#b4aeb8',
    regionBorder: '#cdc7cf',
    water: '#c1d9e6',
    waterLine: '#b3d0e0',
    waterText: '#5b87a3',
    wood: '#d7e3cb',
    grass: '#e4ecd6',
    farmland: '#f1efe0',
    orchard: '#e6ecd3',
    park: '#d5e8c9',
    pitch: '#cfe5d2',
    sand: '#f3e9cc',
    rock: '#e6e3df',
    residential: '#eeebe5',
    commercial: '#f2e9e3',
    industrial: '#e9e7ec',
    civic: '#f2ecdc',
    building: '#e0dad2',
    buildingLine: '#cfc8be',
    pier: '#ece8e0',
    road: {
      casing: '#d3ccc2',
      motorway: '#f3b98a',
      trunk: '#f6c99c',
      primary: '#fbdfae',
      secondary: '#fdf0c9',
      minor: '#ffffff',
      path: '#c4b8a6',
    },
    rail: '#b9b4ba',
    text: '#3b3a40',
    textQuiet: '#77737c',
    halo: '#ffffffd9',
    green: '#5f8a55',
  },
  dark: {
    name: 'Caravan dark',
    sea: '#10212d',
    land: '#1c1f24',
    border: '#5a5866',
    regionBorder: '#3d3d48',
    water: '#152a38',
    waterLine: '#1b3647',
    waterText: '#5f8ba6',
    wood: '#1c2a22',
    grass: '#20291f',
    farmland: '#212320',
    orchard: '#222a21',
    park: '#1f2e23',
    pitch: '#21332a',
    sand: '#2e2b22',
    rock: '#26272a',
    residential: '#212429',
    commercial: '#272427',
    industrial: '#23242b',
    civic: '#29271f',
    building: '#2a2e34',
    buildingLine: '#353a42',
    pier: '#2b2f35',
    road: {
      casing: '#15181c',
      motorway: '#8a6242',
      trunk: '#785a41',
      primary: '#655440',
      secondary: '#50493d',
      minor: '#383d45',
      path: '#4a4640',
    },
    rail: '#4a4a55',
    text: '#d6d8dc',
    textQuiet: '#8d919b',
    halo: '#14171bd9',
    green: '#7fa876',
  },
};
