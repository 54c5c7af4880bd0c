using Orchestrator.Core.Migrations;

namespace Orchestrator.Demo;

/// <summary>
/// Migrates the site's workload online and back, again and again, while clients write all the time, and kills the server,
/// the target's database, the replication connections or the gateway at random moments, half of them while writes are
/// frozen. However it goes, each migration must end with users on one side that has every acknowledged write.
/// </summary>
internal sealed class OnlineCrashDrill
{
    private const double OrdersPerSecond = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromMilliseconds(400);
    private readonly DemoSite _site;
    private readonly DrillClient _client;
    private readonly Random _random;
    private readonly List<string> _killedIn = [];
    private readonly List<string> _ends = [];
    private readonly List<string> _deviations = [];
    private int _acknowledged;
    private int _lost;

    private readonly int _kills;

    private OnlineCrashDrill(DemoSite site, int kills, int seed) => (_site, _client, _kills, _random) = (site, new(site), kills, new Random(seed));

    /// <summary>Kills a number of times.</summary>
    /// <param name="site">The site; its server must not run yet.</param>
    /// <param name="kills">How often.</param>
    /// <param name="seed">Draws victims and moments.</param>
    /// <param name="stop">Ends the drill.</param>
    /// <param name="say">Takes what is being done.</param>
    public static async Task<OnlineDrillReport> RunAsync(DemoSite site, int kills, int seed, CancellationToken stop, Action<string>? say = null)
    {
        var drill = new OnlineCrashDrill(site, kills, seed);
        site.PlanName = "orders-online.yaml";
        await site.StartServerAsync(DemoPlan.WithoutGates);
        while (drill._killedIn.Count < kills && drill._deviations.Count == 0 && !stop.IsCancellationRequested)
        {
            await drill.MigrateAndGoBackAsync(stop);
            say?.Invoke($"{drill._killedIn.Count} of {kills} kills, ended {string.Join(' ', drill._ends.TakeLast(2))}, {drill._acknowledged} writes, {drill._lost} lost, {drill._deviations.Count} deviations");
        }

        return drill.Report();
    }

    private OnlineDrillReport Report() => new(
        _killedIn.Count, _killedIn.CountBy(place => place).ToDictionary(), _ends.CountBy(end => end).ToDictionary(), _acknowledged, _lost, _deviations);

    private async Task MigrateAndGoBackAsync(CancellationToken stop)
    {
        await using var clients = OrdersClient.Start(_site.Gateway.Address, Path.Combine(_site.Folder, $"journal-{_ends.Count}.jsonl"), OrdersPerSecond);
        var id = await _client.StartAsync(stop);
        var end = await DisturbAsync(id, status => status.State == MigrationState.CutOver, stop);
        if (end.State == MigrationState.CutOver)
            end = await GoBackAsync(id, stop);
        _ends.Add($"{end.State}");
        await clients.StopAsync().WaitAsync(Patience, stop);
        var verified = await clients.VerifyAsync(_site.Gateway.Address).WaitAsync(Patience, stop);
        _acknowledged += verified.GetProperty("acknowledged").GetInt32();
        _lost += DemoReport.Lost(verified);
        _deviations.AddRange(await SiteInvariants.FindBrokenAsync(_site, () => Task.FromResult(end), stop));
        await _client.EmptyTargetAsync();
    }

    // A rollback that is refused leaves users at the target with the way back open: it is asked for again.
    private async Task<MigrationStatus> GoBackAsync(string id, CancellationToken stop)
    {
        while (true)
        {
            _deviations.AddRange(await SiteInvariants.FindBrokenAsync(_site, () => StatusAsync(id, stop), stop));
            var asked = (await StatusAsync(id, stop)).Revision;
            if (!await _client.PostAsync(id, "rollback", new { acceptLoss = false }, stop))
                return await StatusAsync(id, stop);
            var end = await DisturbAsync(id, status => status.State == MigrationState.CutOver && status.Error is not null && status.Revision > asked + 1 && status.WritesFrozenSince is null, stop);
            if (end.State != MigrationState.CutOver)
                return end;
        }
    }

    private Task<MigrationStatus> StatusAsync(string id, CancellationToken stop) => _client.WaitAsync(id, _ => true, TimeSpan.Zero, stop);

    // Kills once, in the freeze or at any other moment, and waits for the end.
    private async Task<MigrationStatus> DisturbAsync(string id, Func<MigrationStatus, bool> isThere, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        bool IsEnd(MigrationStatus status) => isThere(status) || MigrationTransitions.IsFinal(status.State) || status.State == MigrationState.NeedsOperator;
        if (_killedIn.Count < _kills)
            await KillSomethingAsync(id, IsEnd, patience.Token);
        var end = await _client.WaitAsync(id, IsEnd, Timeout.InfiniteTimeSpan, patience.Token);
        if (end.State is not (MigrationState.CutOver or MigrationState.RolledBack))
            _deviations.Add($"{id} ended as {end.State}: {end.Error}");
        return end;
    }

    private async Task KillSomethingAsync(string id, Func<MigrationStatus, bool> isEnd, CancellationToken stop)
    {
        var before = await (_random.Next(2) == 0
            ? _client.WaitAsync(id, status => status.WritesFrozenSince is not null || isEnd(status), Timeout.InfiniteTimeSpan, stop)
            : _client.WaitAsync(id, isEnd, TimeSpan.FromSeconds(8) * _random.NextDouble(), stop));
        if (before.WritesFrozenSince is not null)
            await Task.Delay(LongestFreeze * _random.NextDouble(), stop);
        if (!isEnd(before))
            await KillAsync(id, (Victim)_random.Next(4), stop);
    }

    private async Task KillAsync(string id, Victim victim, CancellationToken stop)
    {
        var status = await StatusAsync(id, stop);
        var place = status.Steps.FirstOrDefault(step => step.State == StepState.Running)?.Name ?? status.Phase;
        _killedIn.Add($"{victim} in {place}{(status.WritesFrozenSince is null ? "" : " (frozen)")}");
        switch (victim)
        {
            case Victim.Server:
                await _site.Server.KillAsync();
                await _site.Server.StartAsync();
                break;
            case Victim.Target:
                await _site.Target.KillAsync();
                await _site.Target.StartAgainAsync();
                break;
            case Victim.Replication:
                await _site.Source.PsqlAsync("postgres", "select pg_terminate_backend(pid) from pg_stat_replication");
                break;
            case Victim.Gateway:
                await _site.Gateway.KillAsync();
                await _site.Gateway.StartAgainAsync();
                break;
        }
    }
}
