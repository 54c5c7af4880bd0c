namespace Orchestrator.Benchmarks.Online;

/// <summary>A way to move a database whose clients go on writing until it is cut over.</summary>
internal interface ILiveMethod
{
    string Name { get; }

    /// <summary>Copies, follows and cuts over; the clients' writes end at the source in the course of it.</summary>
    /// <param name="database">The database, whose target exists and is empty.</param>
    /// <param name="writer">The clients.</param>
    /// <param name="follow">How long to follow at least before the cutover.</param>
    /// <returns>What was measured; whether the target is right is seen to afterwards.</returns>
    Task<MethodRun> MoveAsync(BenchDatabase database, LiveWriter writer, TimeSpan follow);
}
