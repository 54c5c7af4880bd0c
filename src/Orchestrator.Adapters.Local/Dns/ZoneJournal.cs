namespace Orchestrator.Adapters.Local.Dns;

/// <summary>What a migration keeps of a name before it changes it.</summary>
/// <typeparam name="TFound">A record set as the zone has it.</typeparam>
/// <param name="Former">The record set as it was found.</param>
/// <param name="StaleUntil">Until when caches may still hold what was in force before the last change.</param>
internal sealed record ZoneJournal<TFound>(TFound Former, DateTimeOffset StaleUntil);
