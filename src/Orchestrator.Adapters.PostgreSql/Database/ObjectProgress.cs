using System.Text.RegularExpressions;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>
/// Progress in bytes on disk: what the program's log calls finished, and what the server says about running copies.
/// Never goes back.
/// </summary>
internal sealed partial class ObjectProgress
{
    private readonly Lock _lock = new();
    private readonly IProgress<StepProgress> _listener;
    private readonly ILookup<string, long> _sizes;
    private readonly Dictionary<string, int> _finished = [];
    private readonly long _totalBytes;
    private long _finishedBytes;
    private long _reportedBytes = -1;

    public ObjectProgress(IEnumerable<SizedObject> objects, IProgress<StepProgress> listener)
    {
        _listener = listener;
        _sizes = objects.OrderBy(item => item.SizeBytes).ToLookup(item => Key(item.IsIndex, item.Name), item => item.SizeBytes, StringComparer.Ordinal);
        _totalBytes = _sizes.Sum(sizes => sizes.Sum());
        Report(0);
    }

    /// <summary>Hears a line of the program's log.</summary>
    public void Hear(string line)
    {
        var match = FinishedItem().Match(line);
        if (!match.Success)
            return;
        lock (_lock)
        {
            // Tables of one name in several schemas look alike in the log: the smallest is counted first.
            var key = Key(match.Groups[1].Value != "TABLE DATA", match.Groups[2].Value);
            var seen = _finished[key] = _finished.GetValueOrDefault(key) + 1;
            _finishedBytes += _sizes[key].ElementAtOrDefault(seen - 1);
            Report(_finishedBytes);
        }
    }

    /// <summary>Hears how much of the tables that are being copied is through: name without schema, and bytes.</summary>
    public void Hear(IEnumerable<(string Table, long CopiedBytes)> copies)
    {
        lock (_lock)
            Report(_finishedBytes + copies.Sum(copy => Math.Min(copy.CopiedBytes, _sizes[Key(false, copy.Table)].LastOrDefault())));
    }

    /// <summary>Everything is through.</summary>
    public void Finish()
    {
        lock (_lock)
            Report(_totalBytes);
    }

    private void Report(long bytes)
    {
        if (bytes <= _reportedBytes)
            return;
        _reportedBytes = Math.Min(bytes, _totalBytes);
        _listener.Report(new StepProgress(_reportedBytes, _totalBytes, "bytes"));
    }

    private static string Key(bool isIndex, string name) => isIndex ? $"index {name}" : $"table {name}";

    [GeneratedRegex("finished item [0-9]+ (TABLE DATA|INDEX|CONSTRAINT) (.*)$")]
    private static partial Regex FinishedItem();
}
