-- Reasons are worded from the criteria, in the language that the reader asks for.
ALTER TABLE "settlement"."municipality_match" DROP COLUMN "reasons";