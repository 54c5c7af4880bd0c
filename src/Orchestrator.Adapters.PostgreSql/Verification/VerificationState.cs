namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>What a verification remembers between two calls.</summary>
internal sealed class VerificationState
{
    /// <summary>The leader's position up to which all changes have been compared, or are among the suspects.</summary>
    public required ulong Position { get; set; }

    /// <summary>Whether there is no pass, because everything was equal at the beginning.</summary>
    public bool IsOnlyChanges { get; set; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<TrackedTable> Tables { get; set; } = [];

    /// <summary>When the tables were listed.</summary>
    public DateTimeOffset ListedAt { get; set; }

    /// <summary>The number of the present pass over everything.</summary>
    public int PassNumber { get; set; } = 1;

    /// <summary>When the present pass began.</summary>
    public DateTimeOffset PassBegan { get; set; }

    /// <summary>When the present pass ended; <see langword="null"/> while it goes on.</summary>
    public DateTimeOffset? PassEnded { get; set; }

    /// <summary>How fast changed rows are compared.</summary>
    public double KeysPerSecond { get; set; } = 20_000;

    /// <summary>How fast whole tables are compared.</summary>
    public double RowsPerSecond { get; set; } = 500_000;

    /// <summary>How long connecting and looking takes when nothing has changed.</summary>
    public TimeSpan Overhead { get; set; } = TimeSpan.FromMilliseconds(40);
}
