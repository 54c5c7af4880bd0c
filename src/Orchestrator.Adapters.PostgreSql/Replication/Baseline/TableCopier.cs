using System.Collections.Concurrent;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;

namespace Orchestrator.Adapters.PostgreSql.Replication.Baseline;

/// <summary>Copies rows straight from server to server, several parts at a time, into tables that have neither index nor constraint yet.</summary>
internal sealed class TableCopier(Job job, Snapshot snapshot, CopyProgress progress)
{
    /// <summary>Copies all parts.</summary>
    public async Task RunAsync(IReadOnlyCollection<CopyPart> parts, CancellationToken cancellation)
    {
        var queue = new ConcurrentQueue<CopyPart>(parts);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var workers = Enumerable.Range(0, Math.Min(job.Settings.Parallelism, parts.Count)).Select(_ => WorkAsync(queue, failed)).ToList();
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync(ConcurrentQueue<CopyPart> queue, CancellationTokenSource failed)
    {
        try
        {
            await using var source = await snapshot.JoinAsync(failed.Token);
            await using var target = await job.Target.OpenAsync(job.Name, failed.Token);
            await target.ExecuteAsync("SET synchronous_commit = off", failed.Token); // a crash of the target ends the copy anyway
            while (queue.TryDequeue(out var part))
                await CopyAsync(source, target, part, failed.Token);
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task CopyAsync(Session source, Session target, CopyPart part, CancellationToken cancellation)
    {
        var follow = progress.Follow(part);
        if (part.IsFrozen)
            await target.ExecuteAsync($"BEGIN; TRUNCATE ONLY {part.Table}", cancellation); // only then does the server freeze
        await CopyPipe.RunAsync(source, target, part, follow, cancellation);
        if (part.IsFrozen)
            await target.ExecuteAsync("COMMIT", cancellation);
        await snapshot.UnlockAsync(source, cancellation);
        follow(-1);
    }
}
