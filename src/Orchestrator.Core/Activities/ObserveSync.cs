using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Plans.Assessment;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>
/// Keeps a sync going, compares a slice of both sides, and says whether users could be moved now. A side that cannot be
/// reached is a problem that is shown and not an error: a sync is maintained for days and stands outages.
/// </summary>
/// <param name="services">What every step needs.</param>
public sealed class ObserveSync(StepServices services)
{
    private static readonly TimeSpan SliceWhileUnproven = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SliceWhenProven = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    // When the lag of a migration was last logged; it is looked at every second.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _logged = new();

    // A status has to fit into 16 KiB; the evidence has them all.
    private const int MaxProblems = 5;

    /// <summary>What the steps of a freeze take beside catching up and comparing, where no earlier migration measured it.</summary>
    private static readonly TimeSpan AssumedFreeze = TimeSpan.FromMilliseconds(300);

    /// <summary>Registers the activity.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry) => registry.AddActivity<SyncRequest, SyncReport>(nameof(ObserveSync), (_, request, cancellation) => LookAsync(request, cancellation));

    /// <summary>Looks once at all data components and keeps what was seen in the ledger.</summary>
    /// <param name="request">Which sync.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The summary for people.</returns>
    public async Task<SyncReport> LookAsync(SyncRequest request, CancellationToken cancellation)
    {
        var scope = StepExecution.CreateScope(services, request.MigrationId, Steps.MaintainSync.Name, request.Input);
        var slice = request.IsProven ? SliceWhenProven : SliceWhileUnproven;
        var looks = await Task.WhenAll(request.Input.Plan.Data.Select(component => LookAsync(component, request.Direction, slice, scope, cancellation)));
        var report = await SummarizeAsync(request, looks, cancellation);
        LogLag(request.MigrationId, report);
        scope.Progress.Report(new(report.ComparedCount, report.TotalCount, "rows and files"));
        var evidence = services.Secrets.Redact(DurableJson.Write(new { report, components = looks })!);
        await services.Ledger.WriteDocumentAsync(request.MigrationId, MigrationDocuments.Evidence(scope.Step), evidence, cancellation);
        return report;
    }

    private void LogLag(string id, SyncReport report)
    {
        if (report.SeenAt - _logged.GetValueOrDefault(id) < LogEvery)
            return;
        _logged[id] = report.SeenAt;
        Log.SyncLag(services.Logger, id, report.LagBytes);
    }

    private async Task<SyncLook> LookAsync(DataComponent component, SyncDirection direction, TimeSpan slice, StepScope scope, CancellationToken cancellation)
    {
        try
        {
            var adapter = services.Adapters.Get<IOnlineDataAdapter>(component);
            var sync = await adapter.GetSyncAsync(component, direction, scope, cancellation);
            return new(component.Name, sync, await adapter.VerifyAsync(component, direction, sync.IsFollowing ? slice : TimeSpan.Zero, scope, cancellation));
        }
        catch (OrchestratorException error)
        {
            var problem = new Finding(component.Name, services.Secrets.Redact(error.Message), services.Secrets.Redact(error.Remedy ?? ""), IsBlocking: true);
            return new(component.Name, new(IsFollowing: false, LagBytes: 0) { Problems = [problem] }, new([]));
        }
    }

    private async Task<SyncReport> SummarizeAsync(SyncRequest request, SyncLook[] looks, CancellationToken cancellation)
    {
        var now = services.Time.GetUtcNow();
        var plan = request.Input.Plan;
        var problems = looks.SelectMany(look => look.AllProblems()).ToList();
        var isProven = looks.All(look => look.Sync.IsFollowing && look.Verification.IsProven) && !problems.Any(problem => problem.IsBlocking);
        var catchUp = Longest(looks, look => look.Sync.CatchUp);
        var freeze = Longest(looks, look => look.Drain) + looks.Select(look => look.Verification.PredictedComparison).DefaultIfEmpty().Max() + await FixedPartAsync(plan, cancellation);
        return new(request.Direction, Sign(looks, problems))
        {
            IsProven = isProven,
            IsReady = isProven && freeze <= FreezeBudget.ForSteps(plan),
            LagBytes = looks.Sum(look => look.Sync.LagBytes),
            Lag = Longest(looks, look => look.Sync.Lag),
            AppliedBytesPerSecond = looks.Sum(look => look.Sync.AppliedBytesPerSecond),
            CatchUp = catchUp,
            ComparedCount = looks.Sum(look => look.Verification.ComparedCount),
            TotalCount = looks.Sum(look => look.Verification.TotalCount),
            PendingCount = looks.Sum(look => look.Verification.PendingCount),
            PredictedFreeze = freeze,
            FreezeBudget = plan.FreezeBudget(),
            LatestRollback = DowntimeFindings.EndOfWindow(plan, now) - freeze,
            Problems = [.. problems.OrderByDescending(problem => problem.IsBlocking).Take(MaxProblems)],
            SeenAt = now,
        };
    }

    private static TimeSpan? Longest(SyncLook[] looks, Func<SyncLook, TimeSpan?> duration) =>
        looks.Any(look => duration(look) is null) ? null : looks.Select(duration).DefaultIfEmpty(TimeSpan.Zero).Max();

    // Offline migrations have steps of the same names that take much longer.
    private async Task<TimeSpan> FixedPartAsync(MigrationPlan plan, CancellationToken cancellation)
    {
        var document = await services.Ledger.ReadDocumentAsync(MigrationDocuments.Workload(plan.Name), MigrationDocuments.Durations, cancellation);
        var measured = DurableJson.Read<Dictionary<string, TimeSpan>>(document) ?? [];
        return measured.ContainsKey(Steps.FinishSync.Name)
            ? FreezeBudget.Steps.Where(measured.ContainsKey).Aggregate(TimeSpan.Zero, (sum, step) => sum + measured[step])
            : AssumedFreeze;
    }

    // No figures: an approval must not be void because a byte more is on its way.
    private static string Sign(SyncLook[] looks, List<Finding> problems)
    {
        IEnumerable<string> facts =
        [
            .. looks.Select(look => $"{look.Component} {look.Sync.IsFollowing} {look.Verification.IsProven}"),
            .. looks.SelectMany(look => look.Verification.Items.Select(item => $"{look.Component} {item.Name} {item.ProvenAt is not null} {item.IsDifferent}")).Order(StringComparer.Ordinal),
            .. problems.Where(problem => problem.IsBlocking).Select(problem => problem.Subject).Distinct().Order(StringComparer.Ordinal),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', facts))));
    }
}
