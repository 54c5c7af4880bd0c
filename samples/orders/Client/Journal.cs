using System.Text;
using System.Text.Json;

namespace Orders.Client;

/// <summary>The client's memory: one JSON line an acknowledged write, appended and handed to the system at once.</summary>
internal sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private long? _lastTimestamp;

    public Journal(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <summary>The longest time between two acknowledged writes of anyone.</summary>
    public TimeSpan LongestGap { get; private set; }

    public void Append(JournalEntry entry)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, Json) + "\n");
        lock (_lock)
        {
            _file.Write(line);
            _file.Flush();
            var now = TimeProvider.System.GetTimestamp();
            var gap = TimeProvider.System.GetElapsedTime(_lastTimestamp ?? now, now);
            LongestGap = gap > LongestGap ? gap : LongestGap;
            _lastTimestamp = now;
        }
    }

    /// <summary>Reads a journal. A last line that a killed client left unfinished was not remembered, so it is skipped.</summary>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        var text = File.ReadAllText(path);
        return [.. text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JournalEntry>(line, Json)!)];
    }

    public void Dispose() => _file.Dispose();
}
