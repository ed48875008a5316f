-- The calendar shared by all modules decides now who is free, of drivers and of vehicles.
alter table deliveries.shifts drop constraint one_shift_of_a_driver;
alter table deliveries.shifts drop constraint one_shift_of_a_vehicle;
