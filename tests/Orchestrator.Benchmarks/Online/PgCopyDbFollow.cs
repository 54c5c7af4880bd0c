using System.Diagnostics;
using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>
/// pgcopydb's <c>clone --follow</c>, in versions that can be right: before 0.17 rows are lost and changed, whatever the exit
/// code says. https://github.com/dimitri/pgcopydb/issues/127, https://github.com/dimitri/pgcopydb/issues/241
/// </summary>
internal sealed class PgCopyDbFollow(PgCopyDb program) : ILiveMethod
{
    /// <summary>The first version that is measured.</summary>
    public static readonly Version First = new(0, 17);

    private static readonly TimeSpan CopyPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(2);

    // By then its snapshot is taken, so events that are younger can only have come by the stream.
    private static readonly TimeSpan SnapshotTaken = TimeSpan.FromSeconds(5);

    public string Name => $"pgcopydb {program.Version} --follow";

    public async Task<MethodRun> MoveAsync(BenchDatabase database, LiveWriter writer, TimeSpan follow)
    {
        using var folder = new ScratchFolder(database.Site, "follow");
        await using var probe = new TargetProbe(database);
        var watch = Stopwatch.StartNew();
        await using var clone = RunningTool.Start(program.Prepare(
            database, "clone", "--follow", "--plugin", "test_decoding", "--dir", folder.Path, "--table-jobs", "2", "--index-jobs", "2"));
        await WaitUntilFollowingAsync(database, clone);
        var copySeconds = watch.Elapsed.TotalSeconds;
        await Task.Delay(follow);

        var parts = new Parts();
        await parts.MeasureAsync("end the clients' sessions", writer.EndSessionsAsync);
        await parts.MeasureAsync("set the end", () => Tools.RunAsync(program.Prepare(
            database, "stream", "sentinel", "set", "endpos", "--current", "--dir", folder.Path)));
        await parts.MeasureAsync("catch up, sequences", () => clone.WaitAsync(EndPatience));
        await parts.MeasureAsync("first write", probe.TryAsync);
        await writer.WaitAsync();
        return new(Name, database.Name)
        {
            CopySeconds = copySeconds,
            FreezeMilliseconds = (probe.AcceptedAt - writer.Acknowledged[^1]).TotalMilliseconds,
            FreezeParts = parts.Milliseconds,
        };
    }

    private static async Task WaitUntilFollowingAsync(BenchDatabase database, RunningTool clone)
    {
        await Task.Delay(SnapshotTaken);
        await using var source = await BenchDatabase.OpenAsync(database.SourceConnection);
        await using var target = await BenchDatabase.OpenAsync(database.TargetConnection);
        var newest = (long)(await BenchDatabase.ScalarAsync(source, "SELECT max(id) FROM events"))!;
        using var patience = new CancellationTokenSource(CopyPatience);
        while (await NewestAsync(target) <= newest)
        {
            clone.RequireRunning();
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<long> NewestAsync(NpgsqlConnection target)
    {
        try
        {
            return await BenchDatabase.ScalarAsync(target, "SELECT coalesce(max(id), 0) FROM events") as long? ?? 0;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }
}
