using Orchestrator.Core.Durability;

namespace Orchestrator.Live;

/// <summary>One run: what is left of former ones goes, a group is made, the scenarios run in it, and it goes again, whatever happened.</summary>
/// <param name="azure">The ways to Azure.</param>
/// <param name="options">The run.</param>
/// <param name="told">Where it is told.</param>
internal sealed class LiveRun(LiveAzure azure, LiveOptions options, TextWriter told)
{
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromHours(1);

    /// <summary>All scenarios.</summary>
    public static IReadOnlyList<ILiveScenario> Scenarios { get; } =
    [
        new TemplateScenario(), new DnsScenario(), new DiskScenario(), new BackupScenario(), new SecretScenario(), new ConfigurationScenario(), new MachineScenario(),
    ];

    /// <summary>Runs scenarios.</summary>
    /// <param name="names">Which; none for all that the options allow.</param>
    /// <param name="cancellation">Gives up; what was made is removed even then.</param>
    /// <returns>The exit code: 0 when all held, 1 when one did not or something is left, 2 when there is no such scenario.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var unknown = names.Except(Scenarios.Select(scenario => scenario.Name)).ToList();
        var chosen = Scenarios.Where(scenario => names.Count == 0 ? options.WithMachines || !scenario.NeedsMachines : names.Contains(scenario.Name)).ToList();
        if (unknown.Count > 0 || chosen.Exists(scenario => scenario.NeedsMachines && !options.WithMachines))
        {
            await told.WriteLineAsync($"Scenarios are {string.Join(", ", Scenarios.Select(scenario => scenario.Name))}, or 'sweep'. azureVm needs ORCHESTRATOR_LIVE_COST=machines. Nothing was done.");
            return 2;
        }

        return await InFolderAsync(async site =>
        {
            var failed = await SweepAsync(site, onlyExpired: true, cancellation);
            try
            {
                await told.WriteLineAsync($"Run {options.RunId} in the resource group {site.Group}");
                await new LiveGroups(site).MakeAsync(cancellation);
                foreach (var scenario in chosen)
                    failed += await HoldsAsync(scenario, site, cancellation) ? 0 : 1;
            }
            finally
            {
                failed += await CleanUpAsync(site) ? 0 : 1;
            }

            await told.WriteLineAsync($"{chosen.Count} scenarios, {failed} failures");
            return failed == 0 ? 0 : 1;
        });
    }

    /// <summary>Removes what is left of runs.</summary>
    /// <param name="onlyExpired">Whether only of those whose time is over.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The exit code: 0 when all of it has gone, 1 when something is left.</returns>
    public Task<int> SweepAsync(bool onlyExpired, CancellationToken cancellation) => InFolderAsync(async site =>
        await SweepAsync(site, onlyExpired, cancellation) == 0 ? 0 : 1);

    // How many could not be removed; one of them keeps nothing else from going on.
    private async Task<int> SweepAsync(LiveSite site, bool onlyExpired, CancellationToken cancellation)
    {
        var left = 0;
        foreach (var (runId, location) in await new LiveGroups(site).FindLeftAsync(onlyExpired, azure.Arm.Time.GetUtcNow(), cancellation))
            left += await RemoveAsync(site, runId, location, cancellation) ? 0 : 1;
        return left;
    }

    private async Task<bool> HoldsAsync(ILiveScenario scenario, LiveSite site, CancellationToken cancellation)
    {
        try
        {
            await told.WriteLineAsync($"ok      {scenario.Name}: {await scenario.RunAsync(site, cancellation)}");
            return true;
        }
        // Whatever went wrong, the others are tried.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            await told.WriteLineAsync($"FAILED  {scenario.Name}: {(error is OrchestratorException ? error.Message : error.ToString())}");
            return false;
        }
    }

    // Not with the token of the run: what was made costs money until it has gone.
    private async Task<bool> CleanUpAsync(LiveSite site)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        return await RemoveAsync(site, options.RunId, options.Location, limit.Token);
    }

    private async Task<bool> RemoveAsync(LiveSite site, string runId, string location, CancellationToken cancellation)
    {
        var group = LiveGroups.NameOf(runId);
        try
        {
            await new LiveGroups(site).RemoveAsync(runId, location, cancellation);
            await told.WriteLineAsync($"Removed {group}");
            return true;
        }
        catch (Exception error) when (error is OrchestratorException or OperationCanceledException)
        {
            await told.WriteLineAsync($"LEFT    {group} could not be removed: {error.Message}. Remove it: az group delete --name {group}");
            return false;
        }
    }

    private async Task<int> InFolderAsync(Func<LiveSite, Task<int>> work)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-live-");
        try
        {
            return await work(new LiveSite(azure, options, folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
