-- The list shows exceptions newest first, among a million deliveries as well.
create index deliveries_exception_order on deliveries.deliveries (id desc) where exception is not null;
