namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Decides what a slice compares next.</summary>
internal sealed class VerificationPlan(VerificationState state)
{
    private const int RestPerWork = 10;
    private const int MostLooks = 5;
    private const int RowsToMeasure = 1000;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestRestOfTable = TimeSpan.FromSeconds(5);

    private readonly Dictionary<TrackedTable, int> _looks = [];

    /// <summary>What is known.</summary>
    public VerificationState State => state;

    /// <summary>Whether there is something to compare beside the changes.</summary>
    public bool HasNext => Find() is not null;

    /// <summary>Whether something was found different that may yet turn out to be equal.</summary>
    public bool IsInDoubt => state.Tables.Any(table => table.Suspects.Values.Any(suspect => !suspect.IsDifferent && !suspect.HasChanged));

    /// <summary>The table to go on with, if any.</summary>
    public TrackedTable? TakeNext()
    {
        var table = Find();
        if (table is { UsesRanges: false })
            _looks[table] = _looks.GetValueOrDefault(table) + 1;
        return table;
    }

    /// <summary>Begins another pass when the last one ended long enough ago: a source has other things to do than to be compared.</summary>
    public void Begin(DateTimeOffset now)
    {
        if (state.IsOnlyChanges)
            return;
        if (state.PassEnded is null && state.Tables.All(table => !table.IsComparable || IsPassed(table)))
            state.PassEnded = now;
        if (state.PassEnded is not { } ended || now - ended < Longer(ShortestRest, (ended - state.PassBegan) * RestPerWork))
            return;
        state.PassNumber++;
        (state.PassBegan, state.PassEnded) = (now, null);
    }

    /// <summary>Takes note of how fast rows are compared.</summary>
    public void Measure(long rows, TimeSpan took)
    {
        if (rows >= RowsToMeasure)
            state.RowsPerSecond = ((3 * state.RowsPerSecond) + (rows / took.TotalSeconds)) / 4;
    }

    private TrackedTable? Find() =>
        state.Tables.FirstOrDefault(table => table.IsComparable && !IsPassed(table) && !IsTired(table))
        ?? state.Tables.FirstOrDefault(table => table is { IsComparable: true, IsWholeInDoubt: true } && IsRested(table) && !IsTired(table));

    private bool IsPassed(TrackedTable table) => table.Proof is not null && table.LastPass >= state.PassNumber;

    private bool IsTired(TrackedTable table) => _looks.GetValueOrDefault(table) >= MostLooks;

    private bool IsRested(TrackedTable table) =>
        table.Proof is { } proof && DateTimeOffset.UtcNow - proof.At > Longer(ShortestRestOfTable, TimeSpan.FromSeconds(RestPerWork * table.EstimatedRows / state.RowsPerSecond));

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
