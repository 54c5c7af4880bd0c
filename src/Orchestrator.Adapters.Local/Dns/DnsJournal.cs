using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>What a migration keeps of a name that it changes, before it changes it.</summary>
/// <param name="Former">The record set as it was found.</param>
/// <param name="StaleUntil">Until when caches may still hold what was in force before the last change.</param>
internal sealed record DnsJournal(DnsRecordSet Former, DateTimeOffset StaleUntil)
{
    private const string FileName = "traffic-dns.json";

    /// <summary>Reads it.</summary>
    /// <param name="folder">The migration's work folder.</param>
    /// <returns><see langword="null"/> when nothing was changed yet.</returns>
    public static DnsJournal? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<DnsJournal>(File.ReadAllBytes(path), DurableJson.Options) : null;
    }

    /// <summary>Writes it, whole and on the disk before anything is changed.</summary>
    /// <param name="folder">The migration's work folder.</param>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{FileName}.{Guid.NewGuid():N}.draft");
        using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, DurableJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, Path.Combine(folder, FileName), overwrite: true);
    }
}
