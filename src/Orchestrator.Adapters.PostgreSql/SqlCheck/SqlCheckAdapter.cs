using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.SqlCheck;

/// <summary>Asks the target, and to compare also the source, a question in SQL.</summary>
internal sealed class SqlCheckAdapter(ILogger<SqlCheckAdapter> logger) : ICheckAdapter
{
    private const int MostRows = 10_000;
    private const int MostShown = 200;

    /// <inheritdoc/>
    public string Kind => "sql";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(SqlCheckSettings));

    /// <inheritdoc/>
    public async Task<CheckResult> RunAsync(CheckPlan check, StepScope scope, CancellationToken cancellation)
    {
        var settings = check.ReadSettings<SqlCheckSettings>();
        var job = await Job.ReadAsync(Component(check, scope), scope, logger, cancellation);
        if (settings.Compare is null)
            return Judge(check.Name, settings.Expect ?? "true", await AskAsync(job.Target, job.Name, settings, cancellation));
        var sides = await Task.WhenAll(new[] { job.Source, job.Target }.Select(side => AskAsync(side, job.Name, settings, cancellation)));
        var (source, target) = (sides[0], sides[1]);
        return scope.IsRehearsal ? Rehearsed(check.Name, source, target) : Judge(check.Name, source, target);
    }

    private static DataComponent Component(CheckPlan check, StepScope scope) =>
        scope.Plan.Data.SingleOrDefault(component => component.Name == check.Data && component.Kind == "postgresql")
        ?? throw new AdapterException($"names no data component of kind postgresql ('{check.Data}')", $"check {check.Name}", "Set data to the name of one", isTransient: false);

    private static async Task<List<string[]>> AskAsync(Endpoint endpoint, string job, SqlCheckSettings settings, CancellationToken cancellation)
    {
        await using var session = await endpoint.BorrowAsync(job, cancellation);
        // The settings of the database and its users count here, as they do for the application.
        await session.ExecuteAsync("RESET search_path; RESET row_security; BEGIN READ ONLY", cancellation);
        await session.ExecuteAsync(FormattableString.Invariant($"SET LOCAL statement_timeout = {(long)settings.Timeout.TotalMilliseconds}"), cancellation);
        var rows = await session.ListTextAsync(settings.Query, MostRows + 1, cancellation);
        return rows.Count <= MostRows ? rows : throw new AdapterException(
            $"the query gives more than {MostRows} rows", endpoint.Subject, "Let it add up what it compares: count, sum, md5(string_agg(...))", isTransient: false);
    }

    private static CheckResult Judge(string name, string expected, List<string[]> rows)
    {
        var seen = rows.Count > 0 && rows[0].Length > 0 ? rows[0][0] : "no row";
        seen = seen is "t" ? "true" : seen is "f" ? "false" : seen;
        return new CheckResult(name, seen == expected, $"expected {Cut(expected)}, the target gave {Cut(seen)}");
    }

    private static CheckResult Judge(string name, List<string[]> source, List<string[]> target)
    {
        var isEqual = source.Count == target.Count && source.Zip(target).All(pair => pair.First.SequenceEqual(pair.Second));
        return new CheckResult(name, isEqual, isEqual
            ? $"source and target gave the same {source.Count} rows: {Show(source)}"
            : $"source gave {source.Count} rows: {Show(source)}; target gave {target.Count} rows: {Show(target)}");
    }

    // In a rehearsal the source goes on, so its answer has moved on since the backup: only the query itself is tried.
    private static CheckResult Rehearsed(string name, List<string[]> source, List<string[]> target) => new(
        name, IsPassed: true, $"not compared, because the source goes on in a rehearsal: it gave {Show(source)}, the copy gave {Show(target)}");

    private static string Show(List<string[]> rows) => rows.Count == 0 ? "none" : Cut($"({string.Join(", ", rows[0])})");

    private static string Cut(string text) => text.Length <= MostShown ? text : $"{text.AsSpan(0, MostShown)}…";
}
