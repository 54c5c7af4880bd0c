using System.Text.Json;

namespace Orchestrator.Demo;

/// <summary>The times between acknowledged writes, as the clients' journal has them.</summary>
internal sealed class WriteGaps
{
    private readonly IReadOnlyList<DateTimeOffset> _times;

    private WriteGaps(IReadOnlyList<DateTimeOffset> times) => _times = times;

    /// <summary>Reads a journal.</summary>
    public static WriteGaps Read(string journal) =>
        new([.. File.ReadLines(journal).Select(line => JsonElement.Parse(line).GetProperty("at").GetDateTimeOffset()).Order()]);

    /// <summary>The longest time without an acknowledged write.</summary>
    public TimeSpan Longest(DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var times = _times.Where(time => !(time < from) && !(time > until)).ToList();
        return times.Zip(times.Skip(1), (one, next) => next - one).DefaultIfEmpty().Max();
    }
}
