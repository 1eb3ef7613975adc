DROP INDEX activities_lasting;
