using System.Diagnostics;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Demo;

/// <summary>
/// Migrates the site's workload there and back again and again, while clients write until it is there, and kills the
/// server at moments that are drawn over the time that an undisturbed migration takes. Each migration is then compared
/// with the undisturbed one, fact by fact.
/// </summary>
internal sealed class CrashDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private readonly DemoSite _site;
    private readonly Random _random;
    private readonly List<string> _deviations = [];
    private readonly List<string> _killedIn = [];
    private readonly Dictionary<MigrationState, Undisturbed> _undisturbed = [];
    private int _kills;
    private int _migrations;
    private int _acknowledged;
    private int _lost;

    private readonly DrillClient _client;

    private CrashDrill(DemoSite site, int seed) => (_site, _client, _random) = (site, new(site), new Random(seed));

    private sealed record Undisturbed(TimeSpan Took, IReadOnlyDictionary<string, string> Facts);

    /// <summary>Kills the server a number of times over as many migrations as that takes.</summary>
    /// <param name="site">The site; its server must not run yet.</param>
    /// <param name="kills">How often.</param>
    /// <param name="seed">Draws the moments.</param>
    /// <param name="stop">Ends the drill.</param>
    /// <param name="say">Takes what is being done.</param>
    public static async Task<CrashReport> RunAsync(DemoSite site, int kills, int seed, CancellationToken stop, Action<string>? say = null)
    {
        var drill = new CrashDrill(site, seed);
        await site.StartServerAsync(DemoPlan.WithoutGates);
        await drill.MigrateAndGoBackAsync(stop);
        say?.Invoke($"undisturbed: there in {drill._undisturbed[MigrationState.CutOver].Took.TotalSeconds:F1} s, back in {drill._undisturbed[MigrationState.RolledBack].Took.TotalSeconds:F1} s");
        drill._kills = kills;
        while (drill._killedIn.Count < kills && drill._deviations.Count == 0 && !stop.IsCancellationRequested)
        {
            drill._migrations++;
            await drill.MigrateAndGoBackAsync(stop);
            say?.Invoke($"{drill._killedIn.Count} of {kills} kills, {drill._migrations} migrations, {drill._acknowledged} writes, {drill._lost} lost, {drill._deviations.Count} deviations");
        }

        return drill.Report();
    }

    private CrashReport Report() => new(
        _killedIn.Count, _migrations, _killedIn.CountBy(step => step).ToDictionary(), _acknowledged, _lost, _deviations);

    private async Task MigrateAndGoBackAsync(CancellationToken stop)
    {
        string id;
        await using (var clients = OrdersClient.Start(_site.Gateway.Address, Path.Combine(_site.Folder, $"journal-{_migrations}.jsonl")))
        {
            id = await _client.StartAsync(stop);
            await DisturbAsync(id, MigrationState.CutOver, stop);
            await VerifyAsync(clients, stop);
        }

        // From here on nobody writes, so going back leaves nothing behind that anybody was promised.
        await CompareAsync(id, MigrationState.CutOver, stop);
        var source = await SiteFacts.ContentAsync(_site.Source);
        await _client.PostAsync(id, "rollback", new { acceptLoss = true }, stop);
        await DisturbAsync(id, MigrationState.RolledBack, stop);
        await CompareAsync(id, MigrationState.RolledBack, stop);
        if (await SiteFacts.ContentAsync(_site.Source) is var content && content != source)
            _deviations.Add($"migration {_migrations}: the source had {source} when it was stopped and has {content}");
        await _client.EmptyTargetAsync();
    }

    // Kills the server at random until the migration has got where an undisturbed one gets.
    private async Task DisturbAsync(string id, MigrationState end, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        bool IsEnd(MigrationStatus status) => status.State == end || MigrationTransitions.IsFinal(status.State) || status.State == MigrationState.NeedsOperator;
        var kills = _killedIn.Count;
        for (var since = Stopwatch.StartNew(); ;)
        {
            var status = await _client.WaitAsync(id, IsEnd, NextKill(end), patience.Token);
            if (status.State == end)
            {
                Learn(end, since.Elapsed, kills);
                return;
            }

            if (MigrationTransitions.IsFinal(status.State) || status.State == MigrationState.NeedsOperator)
                throw new InvalidOperationException($"{Report()}\n{id} ended as {status.State}: {status.Error}");
            await _site.Server.KillAsync();
            _killedIn.Add(Place(status, end));
            await _site.Server.StartAsync();
        }
    }

    // The machine may be slower or faster than when the drill began; every run that was not killed tells.
    private void Learn(MigrationState end, TimeSpan took, int killsBefore)
    {
        if (!_undisturbed.TryAdd(end, new(took, new Dictionary<string, string>())) && _killedIn.Count == killsBefore)
            _undisturbed[end] = _undisturbed[end] with { Took = took };
    }

    private TimeSpan NextKill(MigrationState end) =>
        _killedIn.Count < _kills ? _undisturbed[end].Took * _random.NextDouble() : Timeout.InfiniteTimeSpan;

    private static string Place(MigrationStatus status, MigrationState end) =>
        status.Steps.FirstOrDefault(step => step.State == StepState.Running)?.Name
        ?? (end == MigrationState.CutOver ? "between steps" : $"back: {status.Phase}");

    private async Task VerifyAsync(OrdersClient clients, CancellationToken stop)
    {
        await clients.StopAsync().WaitAsync(Patience, stop);
        var verified = await clients.VerifyAsync(_site.Gateway.Address).WaitAsync(Patience, stop);
        _acknowledged += verified.GetProperty("acknowledged").GetInt32();
        _lost += DemoReport.Lost(verified);
    }

    // What the runbook does after its last step takes a moment to be done.
    private async Task CompareAsync(string id, MigrationState end, CancellationToken stop)
    {
        var facts = await SiteFacts.ReadAsync(_site, id, stop);
        if (_kills == 0)
        {
            _undisturbed[end] = _undisturbed[end] with { Facts = facts };
            return;
        }

        for (var since = Stopwatch.StartNew(); Differences(facts, end).Any() && since.Elapsed < Settling; facts = await SiteFacts.ReadAsync(_site, id, stop))
            await Task.Delay(100, stop);
        _deviations.AddRange(Differences(facts, end));
    }

    private IEnumerable<string> Differences(IReadOnlyDictionary<string, string> facts, MigrationState end) => _undisturbed[end].Facts
        .Where(fact => facts[fact.Key] != fact.Value)
        .Select(fact => $"migration {_migrations}, {end}: {fact.Key} is '{facts[fact.Key]}' and undisturbed '{fact.Value}'");
}
