import type { DriverAgent } from './driver.ts';
import { signaturePng } from './signature.ts';
import { uploadFile } from './uploads.ts';
import type { Delivery, ProofKind } from './types.ts';

/** Everything that the delivery asks for at the door. */
export async function giveProofs(agent: DriverAgent, delivery: Delivery): Promise<void> {
  for (const kind of delivery.proofRules) {
    await agent.world.clock.sleep(agent.random.between(3, 10));
    const proof = { id: agent.random.uuid(), deviceTime: new Date().toISOString(), ...agent.mover.position };
    await agent.phone.act(delivery.id, async () => {
      const what = await contentOf(kind, agent, delivery);
      await agent.api.post(`/v1/deliveries/${delivery.id}/proofs`, { ...proof, ...what });
      agent.world.stats.proofs++;
    });
  }
}

async function contentOf(
  kind: ProofKind,
  agent: DriverAgent,
  delivery: Delivery,
): Promise<{ kind: ProofKind; text?: string; uploadId?: string }> {
  switch (kind) {
    case 'code':
      return { kind, text: await askForCode(agent, delivery) };
    case 'scan':
      return { kind, text: delivery.reference ?? delivery.id };
    case 'signature':
    case 'photo':
      return { kind, uploadId: await uploadFile(agent.api, 'image/png', signaturePng(agent.random)) };
  }
}

/** The recipient reads it out: only who ordered sees it, never the driver. */
async function askForCode({ world }: DriverAgent, { id, customerId }: Delivery): Promise<string> {
  const { proofCode } = await world
    .as('customer', customerId)
    .get<{ proofCode: string | null }>(`/v1/deliveries/${id}`);
  return proofCode ?? '000000';
}
