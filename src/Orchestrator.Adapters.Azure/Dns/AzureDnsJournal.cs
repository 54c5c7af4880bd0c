using System.Text.Json;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>What a migration keeps of a record set before it changes it.</summary>
/// <param name="Former">Its properties as they were found.</param>
/// <param name="StaleUntil">Until when caches may still hold what was in force before the last change.</param>
internal sealed record AzureDnsJournal(JsonElement Former, DateTimeOffset StaleUntil);
