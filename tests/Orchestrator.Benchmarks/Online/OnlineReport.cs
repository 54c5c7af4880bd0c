namespace Orchestrator.Benchmarks.Online;

/// <summary>Everything that was measured.</summary>
internal sealed record OnlineReport
{
    public required int Scale { get; init; }

    public required int WritesPerSecond { get; init; }

    public required long SizeBytes { get; init; }

    public required long SmallSizeBytes { get; init; }

    /// <summary>The version of both servers.</summary>
    public required string Server { get; init; }

    /// <summary>The version of pgcopydb; <see langword="null"/> when there is none.</summary>
    public string? PgCopyDb { get; init; }

    public IReadOnlyList<MethodRun> Runs { get; init; } = [];
}
