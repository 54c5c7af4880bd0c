using System.Diagnostics;

namespace Orchestrator.Benchmarks.Online;

/// <summary>Ours: the product's adapter in a process of its own.</summary>
internal sealed class OnlineSync : ICopyMethod, ILiveMethod
{
    // As long as an approval takes at the very least; what is written meanwhile has to be compared in the freeze.
    private static readonly TimeSpan SinceLastSlice = TimeSpan.FromSeconds(2);

    public const string Ours = "orchestrator";

    public string Name => Ours;

    public async Task<MethodRun> CopyAsync(BenchDatabase database)
    {
        await using var worker = WorkerProcess.Start(database);
        var copy = await worker.TellAsync(WorkerCommand.Copy);
        await worker.TellAsync(WorkerCommand.Finish);
        // Both have read everything once when they are measured, whichever comes first.
        await worker.TellAsync(WorkerCommand.Compare);
        var peer = await ContentSums.CompareAsync(database);
        var ours = await worker.TellAsync(WorkerCommand.Compare);
        return new(Name, database.Name)
        {
            CopySeconds = Seconds(copy),
            CompareSeconds = Seconds(ours),
            PeerCompareSeconds = peer,
            PeakMegabytes = worker.PeakMegabytes,
        };
    }

    public async Task<MethodRun> MoveAsync(BenchDatabase database, LiveWriter writer, TimeSpan follow)
    {
        await using var worker = WorkerProcess.Start(database);
        await using var probe = new TargetProbe(database);
        var copy = await worker.TellAsync(WorkerCommand.Copy);
        var proven = await worker.TellAsync(WorkerCommand.Prove);
        for (var since = Stopwatch.StartNew(); since.Elapsed < follow;)
            await worker.TellAsync(WorkerCommand.Prove);
        await database.CalmAsync();
        await Task.Delay(SinceLastSlice);

        var accepted = probe.WaitUntilAcceptedAsync();
        var cutOver = await worker.TellAsync(WorkerCommand.CutOver);
        await accepted;
        await writer.WaitAsync();
        await worker.TellAsync(WorkerCommand.Settle);
        return new(Name, database.Name)
        {
            CopySeconds = Seconds(copy),
            ProveSeconds = Seconds(proven),
            FreezeMilliseconds = (probe.AcceptedAt - writer.Acknowledged[^1]).TotalMilliseconds,
            FreezeParts = cutOver.Milliseconds,
            PeakMegabytes = worker.PeakMegabytes,
        };
    }

    private static double Seconds(WorkerAnswer answer) => answer.Milliseconds.Values.Sum() / 1000;
}
