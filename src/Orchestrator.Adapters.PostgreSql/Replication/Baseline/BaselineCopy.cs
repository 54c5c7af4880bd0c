using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication.Baseline;

/// <summary>
/// Copies everything as of the moment at which the slot begins to keep changes, and lets these follow. A run that was
/// killed cannot be continued, since its snapshot is gone; the next one starts again, unless the killed one had only its
/// end left to tell.
/// </summary>
internal sealed class BaselineCopy(Job job)
{
    private readonly SyncNames _names = new(job.Name, SyncDirection.Forward);
    private readonly TargetFinish _finish = new(job);

    private string Folder => Path.Combine(job.Scope.WorkFolder, job.Name);

    /// <summary>Does it.</summary>
    public async Task<DataSize> RunAsync(CancellationToken cancellation)
    {
        await job.EndLeftoversAsync(cancellation);
        if (!await IsDoneAsync(cancellation))
        {
            await ClearAsync(cancellation);
            await CopyAsync(cancellation);
            await FollowAsync(cancellation);
        }

        return await _finish.MeasureAsync(cancellation);
    }

    // Enabling the subscription is the last thing that is done.
    private async Task<bool> IsDoneAsync(CancellationToken cancellation)
    {
        if (await TryOpenTargetAsync(cancellation) is not { } target)
            return false;
        await using (target)
        await using (var source = await job.Source.OpenAsync(job.Name, cancellation))
            return await new Subscription(target, _names).FindAsync(cancellation) is true && await ReplicationSlot.ExistsAsync(source, _names.Slot, cancellation);
    }

    private async Task ClearAsync(CancellationToken cancellation)
    {
        if (await TryOpenTargetAsync(cancellation) is { } target)
        {
            await using (target)
                await new Subscription(target, _names).RemoveAsync(cancellation); // a database with a subscription cannot be dropped
        }

        await using var source = await job.Source.OpenAsync(job.Name, cancellation);
        await ReplicationSlot.DropAsync(source, _names.Slot, cancellation);
        await job.TargetDatabase.ResetAsync(cancellation);
    }

    private async Task CopyAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        await using (var snapshot = await ReplicationSlot.CreateWithSnapshotAsync(job, _names.Slot, cancellation))
            await job.WatchAsync(job.Source, null, () => CopyAsync(snapshot, cancellation), cancellation);
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> CopyAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        var source = snapshot.Holder;
        var isWithOwners = await _finish.MayRestoreOwnersAsync(cancellation);
        var schema = new SchemaDump(job, Folder, isWithOwners);
        var parts = await CopyPlan.ListAsync(source, await ReadTargetMajorAsync(cancellation), job.Settings.CopyPartBytes, cancellation);
        var progress = new CopyProgress(parts, await DatabaseProperties.ListObjectsAsync(source, cancellation), job.Scope.Progress);
        if (await source.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'public'", cancellation) == 0)
            await _finish.RemovePublicSchemaAsync(cancellation);
        await schema.DumpAsync(snapshot, cancellation);
        await schema.RestoreBeforeRowsAsync(cancellation);
        await new TableCopier(job, snapshot, progress).RunAsync(parts, cancellation);
        await schema.RestoreAfterRowsAsync(progress.FollowIndexes(), cancellation);
        await _finish.ApplyAsync(await DatabaseProperties.ListStatementsAsync(source, cancellation), isWithOwners, cancellation);
        return true;
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        await using var source = await job.Source.OpenAsync(job.Name, cancellation);
        await using var target = await job.Target.OpenAsync(job.Name, cancellation);
        await MaterializedViews.RefreshAsync(target, await MaterializedViews.ListFilledAsync(source, cancellation), cancellation);
        await target.ExecuteAsync("ANALYZE", cancellation); // without statistics, applying changes would be planned blindly as well
        var subscription = new Subscription(target, _names);
        var (_, memo) = await IdentityMemo.ReadAsync(source, job.Name, cancellation);
        await subscription.CreateAsync(job.Source, memo, isEnabled: false, cancellation);
        // Frozen before changes are applied: locking all tables would get in the apply worker's way afterwards.
        await new Freezing.WriteFreeze(job, Side.Target).FreezeAsync(cancellation);
        await subscription.EnableAsync(cancellation);
    }

    private async Task<int> ReadTargetMajorAsync(CancellationToken cancellation)
    {
        await using var target = await job.Maintenance.OpenAsync(job.Name, cancellation);
        return target.Major;
    }

    // A kill may have left only the draft of a target that was being made anew.
    private async Task<Session?> TryOpenTargetAsync(CancellationToken cancellation)
    {
        try
        {
            return await job.Target.OpenAsync(job.Name, cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InvalidCatalogName))
        {
            return null;
        }
    }
}
