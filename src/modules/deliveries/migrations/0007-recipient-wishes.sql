-- What the recipient said through the tracking link: a note, a neighbour, a new day, a rating. Null until they did.
alter table deliveries.deliveries add column recipient jsonb;

-- The same form as before, with one more member for those who said something; rows that have none need no touch.
create or replace function deliveries.show_delivery() returns trigger
language plpgsql as $$
begin
  new.shown := json_build_object(
    'id', new.id, 'state', new.state, 'version', new.version, 'stateSince', deliveries.wire_time(new.state_since),
    'reference', new.reference, 'customerId', new.customer_id, 'regionId', new.region_id,
    'pickup', new.pickup, 'dropoff', new.dropoff,
    'windowFrom', deliveries.wire_time(new.window_from), 'windowTo', deliveries.wire_time(new.window_to),
    'weightGrams', new.weight_grams, 'requiredSkills', new.required_skills, 'proofRules', new.proof_rules,
    'notes', new.notes,
    'price', case when new.price_minor is not null
      then json_build_object('amountMinor', new.price_minor, 'currency', new.currency) end,
    'assignmentMode', new.assignment_mode, 'driverId', new.driver_id, 'routePosition', new.route_position,
    'tries', new.tries, 'failureReason', new.failure_reason, 'exception', new.exception,
    'exceptionSince', deliveries.wire_time(new.exception_since), 'etaAt', deliveries.wire_time(new.eta_at),
    'deliveredAt', deliveries.wire_time(new.delivered_at), 'createdAt', deliveries.wire_time(new.created_at),
    'updatedAt', deliveries.wire_time(new.updated_at))::text;
  if new.recipient is not null then
    new.shown := left(new.shown, -1) || ', "recipient" : ' || new.recipient::text || '}';
  end if;
  return new;
end $$;
