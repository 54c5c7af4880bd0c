namespace Orchestrator.Benchmarks.Online;

/// <summary>A way to copy a database that nobody writes to.</summary>
internal interface ICopyMethod
{
    string Name { get; }

    /// <summary>Copies the source into the target, which exists and is empty.</summary>
    /// <returns>What was measured; whether the target is right is seen to afterwards.</returns>
    Task<MethodRun> CopyAsync(BenchDatabase database);
}
