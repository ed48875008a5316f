/** What a person types or scans on the phone, for each program. */
export interface PhoneSetup {
  traccar: { serverUrl: string; deviceIdentifier: string };
  osmand: { webAddress: string };
  owntracks: { url: string; user: string; password: string; setupLink: string };
}

/** `baseUrl` is the public address, without a slash at the end. */
export function phoneSetup(baseUrl: string, phoneId: string, secret: string): PhoneSetup {
  const owntracks = `${baseUrl}/v1/phones/owntracks`;
  const configuration = {
    _type: 'configuration',
    mode: 3,
    url: owntracks,
    auth: true,
    username: phoneId,
    password: secret,
    deviceId: phoneId,
    monitoring: 2,
  };
  const inline = Buffer.from(JSON.stringify(configuration)).toString('base64');
  return {
    traccar: { serverUrl: `${baseUrl}/v1/phones/traccar/${secret}`, deviceIdentifier: phoneId },
    osmand: {
      webAddress: `${baseUrl}/v1/phones/osmand/${secret}?id=${encodeURIComponent(phoneId)}&lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}`,
    },
    owntracks: {
      url: owntracks,
      user: phoneId,
      password: secret,
      setupLink: `owntracks:///config?inline=${encodeURIComponent(inline)}`,
    },
  };
}
