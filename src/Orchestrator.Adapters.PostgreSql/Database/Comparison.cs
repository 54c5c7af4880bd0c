using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>Compares the target with the live source or with what a backup recorded.</summary>
internal sealed class Comparison(Job job)
{
    /// <summary>Compares both live sides, and finds the keys of rows that differ.</summary>
    public async Task<DataComparison> WithSourceAsync(CancellationToken cancellation)
    {
        await using var source = await Snapshot.TakeAsync(job.Source, job.Name, cancellation);
        await using var target = await Snapshot.TakeAsync(job.Target, job.Name, cancellation);
        var progress = new Progress<StepProgress>();
        var reference = ReadAsync(source, job.Scope.Progress, cancellation);
        var restored = ReadAsync(target, progress, cancellation);
        await Task.WhenAll(reference, restored);
        var items = ContentsComparer.Compare(await reference, await restored);
        return new DataComparison(job.Component.Name, await WithKeysAsync(items, source, target, cancellation));
    }

    /// <summary>Compares with the sums of a backup; which rows differ is not known then, since the backup holds sums only.</summary>
    /// <exception cref="AdapterException">The backup holds no sums.</exception>
    public async Task<DataComparison> WithBackupAsync(string folder, CancellationToken cancellation)
    {
        var contents = (await BackupManifest.ReadAsync(folder, cancellation)).Contents ?? throw new AdapterException(
            "holds no checksums: only backups of rehearsals do", $"folder {folder}", "Compare with the source, which does not change after its backup", isTransient: false);
        await using var target = await Snapshot.TakeAsync(job.Target, job.Name, cancellation);
        return new DataComparison(job.Component.Name, ContentsComparer.Compare(contents, await ReadAsync(target, job.Scope.Progress, cancellation)));
    }

    private Task<DatabaseContents> ReadAsync(Snapshot snapshot, IProgress<StepProgress> progress, CancellationToken cancellation) =>
        new ContentsReader(snapshot, job.Settings.Parallelism).ReadAsync(progress, cancellation);

    private static async Task<IReadOnlyList<ComparedItem>> WithKeysAsync(List<ComparedItem> items, Snapshot source, Snapshot target, CancellationToken cancellation)
    {
        if (items.All(item => item.IsEqual))
            return items;
        var onSource = (await RelationReader.ListAsync(source.Holder, cancellation)).ToDictionary(relation => relation.Name);
        var onTarget = (await RelationReader.ListAsync(target.Holder, cancellation)).ToDictionary(relation => relation.Name);
        var finder = new DifferenceFinder(source, target);
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            if (!item.IsEqual && onSource.TryGetValue(item.Name, out var relation) && onTarget.TryGetValue(item.Name, out var other))
                items[index] = item with { FirstDifferences = await finder.FindAsync(relation, other, Math.Max(item.ReferenceCount, item.TargetCount), cancellation) };
        }

        return items;
    }
}
