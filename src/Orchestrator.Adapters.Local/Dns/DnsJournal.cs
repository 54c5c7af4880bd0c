using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>The file of the journal in a migration's work folder.</summary>
internal static class DnsJournal
{
    private const string FileName = "traffic-dns.json";

    /// <summary>Reads it.</summary>
    /// <param name="folder">The migration's work folder.</param>
    /// <returns><see langword="null"/> when nothing was changed yet.</returns>
    public static ZoneJournal<DnsRecordSet>? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<ZoneJournal<DnsRecordSet>>(File.ReadAllBytes(path), DurableJson.Options) : null;
    }

    /// <summary>Writes it, whole and on the disk before anything is changed.</summary>
    /// <param name="folder">The migration's work folder.</param>
    /// <param name="journal">The journal.</param>
    public static void Write(string folder, ZoneJournal<DnsRecordSet> journal)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{FileName}.{Guid.NewGuid():N}.draft");
        using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, journal, DurableJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, Path.Combine(folder, FileName), overwrite: true);
    }
}
