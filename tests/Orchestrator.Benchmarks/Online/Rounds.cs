using System.Globalization;
using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>Runs methods one after another, each from the same start, and looks what they made.</summary>
internal sealed class Rounds(OnlineOptions options, Action<string> say)
{
    private readonly List<MethodRun> _runs = [];

    public IReadOnlyList<MethodRun> Runs => _runs;

    /// <summary>Copies a database that nobody writes to.</summary>
    public async Task CopyAsync(ICopyMethod method, BenchDatabase database) => await KeepAsync(method.Name, database, async () =>
    {
        var run = await method.CopyAsync(database);
        return run with { Wrong = await TargetCheck.FindAsync(database) };
    });

    /// <summary>Moves a database whose clients go on writing.</summary>
    public async Task MoveAsync(ILiveMethod method, BenchDatabase database) => await KeepAsync(method.Name, database, async () =>
    {
        await using var source = await BenchDatabase.OpenAsync(database.SourceConnection);
        var before = await TargetCheck.CountEventsAsync(source);
        await source.CloseAsync();
        await using var writer = await LiveWriter.StartAsync(database, options.Rate);
        var run = await method.MoveAsync(database, writer, options.Follow);
        await using var target = await BenchDatabase.OpenAsync(database.TargetConnection);
        return run with
        {
            WritesPerSecond = writer.RatePerSecond,
            Wrong = [.. await TargetCheck.FindAsync(database), .. await TargetCheck.FindLostAsync(target, before, writer.Acknowledged.Count)],
        };
    });

    private async Task KeepAsync(string method, BenchDatabase database, Func<Task<MethodRun>> measure)
    {
        await database.ClearAsync();
        await database.CreateTargetAsync();
        var run = await TryAsync(method, database, measure);
        _runs.Add(run);
        say(Line(run));
    }

    // One run that fails is a result, and the others go on.
    private static async Task<MethodRun> TryAsync(string method, BenchDatabase database, Func<Task<MethodRun>> measure)
    {
        try
        {
            return await measure();
        }
        catch (Exception error) when (error is InvalidOperationException or NpgsqlException or OperationCanceledException or IOException)
        {
            return new(method, database.Name) { Error = Cause(error.Message) };
        }
    }

    // Programs print all they have done before they say why they failed.
    private static string Cause(string message)
    {
        var lines = message.Split('\n');
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines[0];
    }

    private static string Line(MethodRun run) => string.Create(CultureInfo.InvariantCulture, $"{run.Database,-12} {run.Method,-24} {string.Join(", ", Figures(run))}");

    private static IEnumerable<string> Figures(MethodRun run)
    {
        if (run.CopySeconds is { } copy)
            yield return string.Create(CultureInfo.InvariantCulture, $"copy {copy:N2} s");
        if (run.FreezeMilliseconds is { } freeze)
            yield return string.Create(CultureInfo.InvariantCulture, $"freeze {freeze:N0} ms at {run.WritesPerSecond:N0}/s");
        if (run.CompareSeconds is { } compare)
            yield return string.Create(CultureInfo.InvariantCulture, $"comparison {compare:N2} s (peer {run.PeerCompareSeconds:N2} s)");
        yield return run switch
        {
            { Error: { } error } => $"failed: {error}",
            { Wrong: [] } => "right",
            _ => $"WRONG: {string.Join("; ", run.Wrong)}",
        };
    }
}
