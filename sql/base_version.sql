-- The library and the control file are of one version.
SELECT sky.version() = extversion AS same FROM pg_extension WHERE extname = 'pgsky';
-- No foreign keys lead from one dumped table to another: pg_restore -j fills them in any order.
SELECT conrelid::regclass, conname FROM pg_constraint
WHERE contype = 'f' AND conrelid IN (SELECT unnest(extconfig) FROM pg_extension WHERE extname = 'pgsky');
