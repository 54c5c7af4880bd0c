using System.Globalization;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Live;

/// <summary>Makes the resource group of a run and removes it, and those that former runs have left.</summary>
/// <param name="site">The run.</param>
internal sealed class LiveGroups(LiveSite site)
{
    /// <summary>The version of resource groups.</summary>
    public const string ApiVersion = "2022-09-01";

    private const string Prefix = "orchestrator-live-";
    private const string VaultVersion = "2022-07-01";

    private ArmSession Arm => site.Azure.Arm.For(site.Scope("groups"));

    private string Subscription => $"/subscriptions/{site.Options.Subscription}";

    /// <summary>The name of the group of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <returns>The name.</returns>
    public static string NameOf(string runId) => Prefix + runId;

    /// <summary>Makes the group.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is there.</returns>
    public Task MakeAsync(CancellationToken cancellation) =>
        site.MakeAsync(ResourceIds.OfGroup(site.Options.Subscription, site.Group), ApiVersion, new { location = site.Options.Location, tags = site.Tags }, cancellation);

    /// <summary>Removes the group with all that is in it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="location">Where it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it has gone.</returns>
    public async Task RemoveAsync(string runId, string location, CancellationToken cancellation)
    {
        var id = ResourceIds.OfGroup(site.Options.Subscription, NameOf(runId));
        var arm = Arm;
        await site.PatientlyAsync(() => arm.RunAsync(new LongOperation
        {
            Key = $"live.remove.{id}",
            What = $"Removing {NameOf(runId)}",
            Start = stop => arm.DeleteAsync(id, ApiVersion, stop),
            Probe = stop => arm.ProbeGoneAsync(id, ApiVersion, stop),
        }, cancellation), cancellation);
        await PurgeAsync(runId, location, cancellation);
    }

    /// <summary>Finds the groups that are left of runs.</summary>
    /// <param name="onlyExpired">Whether only of those whose time is over; others may still run.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The runs and where they were.</returns>
    public async Task<IReadOnlyList<(string RunId, string Location)>> FindLeftAsync(bool onlyExpired, DateTimeOffset now, CancellationToken cancellation) =>
        await site.PatientlyAsync(async () =>
        {
            var left = new List<(string, string)>();
            await foreach (var group in Arm.ListAsync($"{Subscription}/resourcegroups?$filter=tagName%20eq%20'{LiveOptions.Tag}'", ApiVersion, cancellation))
            {
                if (RunOf(group) is { } run && (!onlyExpired || HasExpired(group, now)))
                    left.Add((run, group.Text("location") ?? site.Options.Location));
            }

            return left;
        }, cancellation);

    // The name and the tag have to say the same: nobody else's group is removed for a tag alone.
    private static string? RunOf(JsonElement group) =>
        group.Text("tags", LiveOptions.Tag) is { Length: > 0 } run && NameOf(run).Equals(group.Text("name"), StringComparison.OrdinalIgnoreCase) ? run : null;

    private static bool HasExpired(JsonElement group, DateTimeOffset now) =>
        DateTimeOffset.TryParse(group.Text("tags", LiveOptions.ExpiryTag), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires) && expires < now;

    // A vault that was deleted keeps its name for days otherwise.
    private async Task PurgeAsync(string runId, string location, CancellationToken cancellation)
    {
        var vault = $"{Subscription}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{SecretScenario.VaultOf(runId)}";
        if (await site.FindAsync(vault, VaultVersion, cancellation) is null)
            return;
        var arm = Arm;
        await site.PatientlyAsync(() => arm.RunAsync(new LongOperation
        {
            Key = $"live.purge.{vault}",
            What = $"Purging {vault}",
            Start = stop => arm.PostAsync($"{vault}/purge", VaultVersion, null, stop),
            Probe = stop => arm.ProbeGoneAsync(vault, VaultVersion, stop),
        }, cancellation), cancellation);
    }
}
