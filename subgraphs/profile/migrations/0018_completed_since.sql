-- Whoever was completed since some time was updated since it too, so a list of them begins at the index by update.
ALTER TABLE "profile"."person" ADD CONSTRAINT "completed_is_updated" CHECK (updated_at >= completed_at::timestamptz(3));
