using System.Collections.Concurrent;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>Reads what a database contains, several tables at a time.</summary>
internal sealed class ContentsReader(Snapshot snapshot, int parallelism)
{
    /// <summary>Reads it all.</summary>
    /// <param name="progress">Hears how many bytes of tables are done.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DatabaseContents> ReadAsync(IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        var relations = await RelationReader.ListAsync(snapshot.Holder, cancellation);
        var sums = new ConcurrentDictionary<string, RelationSums>(StringComparer.Ordinal);
        var (completed, total) = (0L, relations.Sum(relation => relation.SizeBytes));
        await Parallel.ForEachAsync(relations, Options(cancellation), async (relation, token) =>
        {
            sums[relation.Name] = await snapshot.UseAsync(session => RelationReader.HashAsync(session, relation, token), token);
            progress.Report(new StepProgress(Interlocked.Add(ref completed, relation.SizeBytes), total, "bytes"));
        });
        return new DatabaseContents(
            snapshot.Holder.Major,
            sums,
            await SequenceReader.ReadAsync(snapshot.Holder, cancellation),
            await SchemaReader.ReadAsync(snapshot.Holder, cancellation));
    }

    private ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation };
}
