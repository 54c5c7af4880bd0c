using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Demo;

/// <summary>Migrates the site's workload again and again and kills the server at random moments, each time with a restart.</summary>
internal sealed class CrashDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly DemoSite _site;
    private readonly Random _random;
    private readonly List<string> _deviations = [];
    private readonly List<string> _killedIn = [];
    private int _migrations;

    private CrashDrill(DemoSite site, int seed) => (_site, _random) = (site, new Random(seed));

    /// <summary>What a drill found.</summary>
    /// <param name="KillCount">How often the server was killed.</param>
    /// <param name="MigrationCount">How many migrations that took.</param>
    /// <param name="KilledIn">The steps in which it was killed.</param>
    /// <param name="Deviations">What differed from the undisturbed run; nothing when all is well.</param>
    public sealed record Report(int KillCount, int MigrationCount, IReadOnlyList<string> KilledIn, IReadOnlyList<string> Deviations)
    {
        /// <summary>Whether every migration ended as an undisturbed one.</summary>
        public bool IsAsUndisturbed => Deviations.Count == 0;

        /// <inheritdoc/>
        public override string ToString() => $"{KillCount} kills in {MigrationCount} migrations ({string.Join(", ", KilledIn)}); deviations: {string.Join("; ", Deviations)}";
    }

    /// <summary>Kills the server a number of times over as many migrations as that takes.</summary>
    public static async Task<Report> RunAsync(DemoSite site, int kills, int seed, CancellationToken stop, Action<string>? say = null)
    {
        var drill = new CrashDrill(site, seed);
        await site.StartServerAsync(WithoutGates);
        while (drill._killedIn.Count < kills && !stop.IsCancellationRequested)
        {
            await drill.MigrateAndGoBackAsync(kills, stop);
            say?.Invoke($"{drill._killedIn.Count} of {kills} kills, {drill._migrations} migrations, {drill._deviations.Count} deviations");
        }

        return new(drill._killedIn.Count, drill._migrations, drill._killedIn, drill._deviations);
    }

    private static string WithoutGates(string plan) => string.Join('\n', plan.Split('\n').Where(line => !line.Contains("approvals:", StringComparison.Ordinal) && !line.StartsWith("  cutover:", StringComparison.Ordinal)));

    private async Task MigrateAndGoBackAsync(int kills, CancellationToken stop)
    {
        _migrations++;
        var id = await StartAsync(stop);
        await DisturbAsync(id, MigrationState.CutOver, kills, stop);
        await RequireAsync("target", stop);
        await PostAsync($"/api/migrations/{id}/rollback", new { acceptLoss = true }, stop);
        await DisturbAsync(id, MigrationState.RolledBack, kills, stop);
        await RequireAsync("source", stop);
        await EmptyTargetAsync();
    }

    // Kills the server at random until the migration has got where an undisturbed one gets.
    private async Task DisturbAsync(string id, MigrationState end, int kills, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        while (true)
        {
            var killAt = DateTime.UtcNow + TimeSpan.FromMilliseconds(_random.Next(50, 4_000));
            var status = await WaitAsync(id, end, killAt, patience.Token);
            if (status.State == end)
                return;
            if (MigrationTransitions.IsFinal(status.State) || status.State == MigrationState.NeedsOperator)
                throw new InvalidOperationException($"{id} ended as {status.State}: {status.Error}");
            if (_killedIn.Count >= kills)
                continue;
            await _site.Server.KillAsync();
            _killedIn.Add(status.Steps.FirstOrDefault(step => step.State == StepState.Running)?.Name ?? status.State.ToString());
            await _site.Server.StartAsync();
        }
    }

    private async Task<MigrationStatus> WaitAsync(string id, MigrationState end, DateTime until, CancellationToken stop)
    {
        using var client = _site.Server.CreateClient();
        while (true)
        {
            var status = (await client.GetFromJsonAsync<MigrationStatus>(new Uri($"/api/migrations/{id}", UriKind.Relative), DurableJson.Options, stop))!;
            if (status.State == end || MigrationTransitions.IsFinal(status.State) || DateTime.UtcNow >= until)
                return status;
            await Task.Delay(20, stop);
        }
    }

    private async Task<string> StartAsync(CancellationToken stop)
    {
        using var client = _site.Server.CreateClient();
        using var body = new StringContent(await File.ReadAllTextAsync(_site.PlanPath, stop), null, "application/yaml");
        using var answer = await client.PostAsync(new Uri("/api/migrations", UriKind.Relative), body, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text).GetProperty("id").GetString()!
            : throw new InvalidOperationException($"The migration was not started: {text}");
    }

    private async Task PostAsync(string path, object body, CancellationToken stop)
    {
        using var client = _site.Server.CreateClient();
        using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, stop);
        answer.EnsureSuccessStatusCode();
    }

    private async Task RequireAsync(string side, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = _site.Gateway.Address };
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), stop);
        var reached = answer.Headers.TryGetValues("X-Orchestrator-Side", out var sides) ? sides.First() : "nobody";
        if (!answer.IsSuccessStatusCode || reached != side)
            _deviations.Add($"migration {_migrations}: users reach {reached} ({(int)answer.StatusCode}) and not the {side}");
        var (source, target) = (await CountAsync(_site.Source), await CountAsync(_site.Target));
        if (source != target)
            _deviations.Add($"migration {_migrations}: the source has {source} rows and the target {target}");
    }

    private static Task<string> CountAsync(Contracts.Servers.PostgreSqlServer server) =>
        server.PsqlAsync("orders", "select count(*) || '/' || sum(total) from orders");

    private async Task EmptyTargetAsync()
    {
        await _site.Target.PsqlAsync("postgres", "drop database orders with (force)");
        var parent = Path.GetDirectoryName(_site.TargetUploads)!;
        Directory.Delete(parent, recursive: true);
        Directory.CreateDirectory(parent);
    }
}
