namespace Orchestrator.Benchmarks.Online;

/// <summary>What the measured process is told to do.</summary>
internal static class WorkerCommand
{
    public const string Copy = "copy";

    /// <summary>What a copy of a database that nobody writes to still lacks: sequences and the like.</summary>
    public const string Finish = "finish";

    public const string Prove = "prove";

    public const string CutOver = "cut over";

    public const string Settle = "settle";

    public const string Compare = "compare";

    public const string End = "end";
}
